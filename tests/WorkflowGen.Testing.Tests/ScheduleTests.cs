using WorkflowGen.Storage;

namespace WorkflowGen.Testing.Tests;

[Workflow("nightly")]
[Schedule("0 2 * * MON-FRI", TimeZone = "Europe/Berlin", Missed = ScheduleMissed.One)]
public sealed partial class NightlyWorkflow(Effects effects)
{
    public partial ValueTask<string> RunAsync(ScheduleFiring firing);

    [Step, Idempotency(Idempotency.Safe)]
    string Sweep(ScheduleFiring firing)
    {
        effects.Count("sweep", firing.Schedule);
        return firing.Schedule;
    }
}

[Workflow("pulse")]
[Schedule("*/10 * * * *", Overlap = ScheduleOverlap.Queue, Name = "pulse-1"), Schedule("5 0 * * *", Name = "pulse-2")]
public sealed partial class PulseWorkflow
{
    public partial ValueTask RunAsync();

    [Delay("25m")] private partial void Rest();
}

public sealed class ScheduleTests
{
    [Fact]
    public async Task A_week_passes_on_the_tests_clock()
    {
        await using var test = WorkflowTest.For<NightlyWorkflow>();
        await test.RunUntilIdleAsync();
        var begin = test.Time.GetUtcNow();
        await test.AdvanceAsync(TimeSpan.FromDays(7));

        Assert.Equal(5, test.Runs.Count);
        Assert.All(test.Runs, static run => Assert.Equal(RunStatus.Completed, run.Status));
        var schedule = Assert.Single(await test.Schedules.ListAsync());
        Assert.Equal((5, 0, 0, "nightly"), (schedule.Started, schedule.Missed, schedule.Skipped, schedule.Workflow));
        Assert.Equal(5, schedule.Next.Count);
        Assert.All(schedule.Next, at => Assert.True(at > begin.AddDays(7) && at.Hour == 2 && at.Offset >= TimeSpan.FromHours(1)));
        Assert.Equal(RunStatus.Completed, schedule.LastRun!.Status);
    }

    [Fact]
    public async Task A_paused_schedule_starts_nothing_and_what_it_missed_follows_its_policy()
    {
        await using var test = WorkflowTest.For<NightlyWorkflow>();
        await test.RunUntilIdleAsync();
        Assert.True(await test.Schedules.PauseAsync("nightly", "the disk is being replaced"));
        Assert.False(await test.Schedules.PauseAsync("nightly", "again"));
        await test.AdvanceAsync(TimeSpan.FromDays(7));
        Assert.Empty(test.Runs);
        Assert.Equal("the disk is being replaced", (await test.Schedules.GetAsync("nightly"))!.PausedBecause);

        Assert.True(await test.Schedules.ResumeAsync("nightly"));
        await test.AdvanceAsync(TimeSpan.FromMinutes(1));
        var run = Assert.Single(test.Runs);
        Assert.Equal(RunStatus.Completed, run.Status);
        Assert.Equal(4, (await test.Schedules.GetAsync("nightly"))!.Missed);
    }

    [Fact]
    public async Task What_was_missed_can_be_dropped()
    {
        await using var test = WorkflowTest.For<NightlyWorkflow>();
        await test.RunUntilIdleAsync();
        await test.Schedules.PauseAsync("nightly", "holidays");
        await test.AdvanceAsync(TimeSpan.FromDays(7));
        Assert.True(await test.Schedules.ResumeAsync("nightly", dropMissed: true));
        await test.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Empty(test.Runs);
    }

    [Fact]
    public async Task Operators_trigger_and_backfill()
    {
        await using var test = WorkflowTest.For<NightlyWorkflow>();
        await test.RunUntilIdleAsync();
        Assert.Equal("nightly.manual.1", await test.Schedules.TriggerAsync("nightly"));
        Assert.Equal("nightly.manual.2", await test.Schedules.TriggerAsync("nightly"));

        var now = test.Time.GetUtcNow();
        var preview = await test.Schedules.PreviewBackfillAsync("nightly", now.AddDays(-14), now);
        Assert.Equal((10, 10), (preview.Count, preview.Missing.Count));
        Assert.Equal(10, await test.Schedules.BackfillAsync("nightly", now.AddDays(-14), now));
        Assert.Equal(0, await test.Schedules.BackfillAsync("nightly", now.AddDays(-14), now));
        await test.RunUntilIdleAsync();

        Assert.Equal(12, test.Runs.Count(static r => r.Status == RunStatus.Completed));
        await Assert.ThrowsAsync<ArgumentException>(() => test.Schedules.BackfillAsync("nightly", now, now.AddDays(1)).AsTask());
        await Assert.ThrowsAsync<ArgumentException>(() => test.Schedules.BackfillAsync("nightly", now.AddYears(-100), now).AsTask());
        await Assert.ThrowsAsync<ArgumentException>(() => test.Schedules.TriggerAsync("nightli").AsTask());
    }

    [Fact]
    public async Task Runs_in_line_begin_when_the_one_before_has_ended()
    {
        await using var test = WorkflowTest.For<PulseWorkflow>();
        await test.RunUntilIdleAsync();
        await test.Schedules.PauseAsync("pulse-2", "only one of them here");
        await test.AdvanceAsync(TimeSpan.FromHours(2));

        // Twelve instants; each run takes 25 minutes, so four have ended and the fifth is under way.
        var schedule = (await test.Schedules.GetAsync("pulse-1"))!;
        Assert.Equal(12, schedule.Started + schedule.Waiting);
        Assert.Equal(1, test.Runs.Count(static r => r.Status == RunStatus.Suspended));
        Assert.InRange(schedule.Started, 4, 5);
        Assert.Equal(test.Runs.Select(static r => r.RunId).Order(StringComparer.Ordinal), test.Runs.Select(static r => r.RunId));
    }

    [Fact]
    public async Task A_schedule_in_the_code_is_not_deleted_and_one_that_is_gone_can_be()
    {
        var store = new InMemoryWorkflowStore();
        await using var test = WorkflowTest.For<NightlyWorkflow>().UseStore(_ => store);
        await test.RunUntilIdleAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => test.Schedules.DeleteAsync("nightly").AsTask());
        await store.CommitScheduleAsync(new ScheduleCommit { Name = "gone", ExpectedRevision = 0, State = (await store.GetScheduleAsync("nightly", default))!.State }, default);

        Assert.False((await test.Schedules.GetAsync("gone"))!.IsRegistered);
        Assert.True(await test.Schedules.DeleteAsync("gone"));
        Assert.False(await test.Schedules.DeleteAsync("gone"));
        Assert.Null(await test.Schedules.GetAsync("gone"));
    }
}
