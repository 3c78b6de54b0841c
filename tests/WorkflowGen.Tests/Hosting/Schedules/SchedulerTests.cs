using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using WorkflowGen.Execution;
using WorkflowGen.Hosting;
using WorkflowGen.Hosting.Schedules;
using WorkflowGen.Storage;

namespace WorkflowGen.Tests.Hosting.Schedules;

public sealed class SchedulerTests
{
    private static readonly DateTimeOffset s_begin = new(2026, 11, 20, 8, 0, 0, TimeSpan.Zero);

    public static TheoryData<ScheduleOverlap, ScheduleMissed> Policies
    {
        get
        {
            var policies = new TheoryData<ScheduleOverlap, ScheduleMissed>();
            foreach (var overlap in Enum.GetValues<ScheduleOverlap>())
            {
                foreach (var missed in Enum.GetValues<ScheduleMissed>())
                    policies.Add(overlap, missed);
            }
            return policies;
        }
    }

    /// <summary>I9: one run per schedule and instant, over all workers; exactly those that the policies say.</summary>
    [Theory, MemberData(nameof(Policies))]
    public async Task I9_each_instant_has_the_run_that_the_policies_give_it(ScheduleOverlap overlap, ScheduleMissed missed)
    {
        int faults = 0, races = 0, runs = 0;
        for (var seed = 0; seed < 8; seed++)
        {
            var simulation = new ScheduleSimulation(seed, overlap, missed);
            await simulation.PlayAsync();
            (faults, races, runs) = (faults + simulation.Faults, races + simulation.Races, runs + simulation.Runs);
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"{runs} runs, {faults} faults, {races} races");
        Assert.True(faults > 50 && races > 10 && runs > 50, $"{runs} runs, {faults} faults, {races} races");
    }

    [Fact]
    public async Task Of_many_missed_instants_a_thousand_begin_at_a_time()
    {
        var store = new InMemoryWorkflowStore();
        var scheduler = Of(store, new ScheduleDefinition("minute", "* * * * *") { Missed = ScheduleMissed.All, Overlap = ScheduleOverlap.Allow });
        await scheduler.LookAsync(() => s_begin, default);
        await scheduler.LookAsync(() => s_begin.AddMinutes(2500), default);

        var row = (await store.GetScheduleAsync("minute", default))!;
        Assert.Equal(4, row.Revision); // its creation, and three times a thousand at most
        Assert.Equal(2500, ScheduleState.Read(row.State, out _)!.Started);
    }

    [Fact]
    public async Task A_clock_that_is_set_back_fires_nothing_twice()
    {
        var store = new InMemoryWorkflowStore();
        var scheduler = Of(store, new ScheduleDefinition("minute", "* * * * *") { Overlap = ScheduleOverlap.Allow });
        await scheduler.LookAsync(() => s_begin, default);
        await scheduler.LookAsync(() => s_begin.AddMinutes(1), default);
        for (var minute = -60; minute <= 1; minute++)
            Assert.False(await scheduler.LookAsync(() => s_begin.AddMinutes(minute), default));
        Assert.True(await scheduler.LookAsync(() => s_begin.AddMinutes(2), default));
    }

    [Theory]
    [InlineData("""{"v":2,"everything":"else"}""", "format 2")]
    [InlineData("no JSON", "damaged")]
    public async Task A_state_that_cannot_be_read_is_left_alone_and_said_to_be(string state, string problem)
    {
        var store = new InMemoryWorkflowStore();
        await store.CommitScheduleAsync(new ScheduleCommit { Name = "minute", ExpectedRevision = 0, State = Encoding.UTF8.GetBytes(state) }, default);
        var logs = new TestLogs();
        var scheduler = Of(store, new ScheduleDefinition("minute", "* * * * *"), new EngineLog(logs.CreateLogger("WorkflowGen")));

        Assert.False(await scheduler.LookAsync(() => s_begin, default));
        Assert.False(await scheduler.LookAsync(() => s_begin.AddDays(1), default));

        Assert.Equal(1, (await store.GetScheduleAsync("minute", default))!.Revision);
        Assert.Contains(problem, Assert.Single(logs.Lines, static l => l.Text.Contains("is not fired", StringComparison.Ordinal)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schedule_whose_text_has_changed_keeps_its_cursor()
    {
        var store = new InMemoryWorkflowStore();
        await Of(store, new ScheduleDefinition("sweep", "0 * * * *")).LookAsync(() => s_begin.AddMinutes(1), default);

        // 9:00 was due under the old text, 9:30 is under the new one.
        var changed = Of(store, new ScheduleDefinition("sweep", "30 * * * *") { Missed = ScheduleMissed.All, Overlap = ScheduleOverlap.Allow });
        await changed.LookAsync(() => s_begin.AddMinutes(100), default);

        var runs = await store.ListAsync(new RunQuery { Limit = 10 }, default);
        Assert.Equal(["sweep.20261120T083000Z", "sweep.20261120T093000Z"], runs.Runs.Select(static r => r.RunId).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Of_two_versions_the_schedules_of_the_higher_count()
    {
        var scheduler = new Scheduler(
            [Workflow(1, new ScheduleDefinition("old", "@daily")), Workflow(2, new ScheduleDefinition("new", "@daily"))], new InMemoryWorkflowStore(), new EngineLog(NullLogger.Instance), null, 1024);
        Assert.Equal(["new"], scheduler.Entries.Keys);
    }

    [Fact]
    public void A_zone_that_this_machine_does_not_know_is_refused_at_the_start()
    {
        var refused = Assert.Throws<InvalidOperationException>(() => Of(new InMemoryWorkflowStore(), new ScheduleDefinition("sweep", "@daily") { TimeZone = "Europe/Berln" }));
        Assert.Contains("'Europe/Berln'", refused.Message, StringComparison.Ordinal);
    }

    private static Scheduler Of(InMemoryWorkflowStore store, ScheduleDefinition schedule, EngineLog? log = null) =>
        new([Workflow(1, schedule)], store, log ?? new EngineLog(NullLogger.Instance), null, 1024);

    private static WorkflowDefinition Workflow(int version, ScheduleDefinition schedule) => new("sweep", version, "0", [new NodeDefinition("Work", [], [])], [], -1) { Schedules = [schedule] };
}
