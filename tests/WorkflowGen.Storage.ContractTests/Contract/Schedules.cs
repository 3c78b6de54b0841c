using System.Text;
using Xunit;

namespace WorkflowGen.Storage.ContractTests;

public abstract partial class WorkflowStoreContract
{
    private IScheduleStore Schedules => Assert.IsType<IScheduleStore>(Store, exactMatch: false);

    protected static ScheduleCommit Schedule(string name, long expected, string? state = "state", double? nextAt = null) =>
        new() { Name = name, ExpectedRevision = expected, State = state is null ? (ReadOnlyMemory<byte>?)null : new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes(state)), NextAt = nextAt is { } at ? At(at) : null };

    [Fact]
    public async Task A_schedule_is_what_was_last_committed()
    {
        Assert.Null(await Schedules.GetScheduleAsync("nightly", None));
        Assert.Equal(1, await Schedules.CommitScheduleAsync(Schedule("nightly", 0, "one", 10), None));
        Assert.Equal("nightly 1 10 one", Shown(await Schedules.GetScheduleAsync("nightly", None)));
        Assert.Equal(2, await Schedules.CommitScheduleAsync(Schedule("nightly", 1, "two"), None));
        Assert.Equal("nightly 2 null two", Shown(await Schedules.GetScheduleAsync("nightly", None)));
    }

    [Fact]
    public async Task A_change_of_a_schedule_that_knows_another_revision_does_nothing()
    {
        await Schedules.CommitScheduleAsync(Schedule("nightly", 0, "one"), None);

        Assert.Null(await Schedules.CommitScheduleAsync(Schedule("nightly", 0, "two") with { Starts = [New("r1")] }, None));
        Assert.Null(await Schedules.CommitScheduleAsync(Schedule("nightly", 2, "two"), None));
        Assert.Null(await Schedules.CommitScheduleAsync(Schedule("nightly", 2, null), None));
        Assert.Null(await Schedules.CommitScheduleAsync(Schedule("another", 1, "two"), None));

        Assert.Equal("nightly 1 null one", Shown(await Schedules.GetScheduleAsync("nightly", None)));
        Assert.Null(await Store.GetAsync("r1", None));
        Assert.Null(await Schedules.GetScheduleAsync("another", None));
    }

    [Fact]
    public async Task A_schedule_starts_and_cancels_runs_with_its_change()
    {
        await Store.CreateAsync(New("there", entries: 2), None);
        await TakenRun("before");

        var commit = Schedule("nightly", 0) with { Starts = [New("there"), New("new", 5)], Cancels = ["before", "nobody"], At = At(5) };
        Assert.Equal(1, await Schedules.CommitScheduleAsync(commit, None));

        Assert.Equal(2, (await Head("there")).LastSequence);
        Assert.Equal(RunStatus.Pending, (await Head("new")).Status);
        Assert.Equal(At(5), (await Head("before")).CancelRequestedAt);
        Assert.Contains("new", await ClaimedAt(6));
    }

    [Fact]
    public async Task A_deleted_schedule_is_gone_and_can_be_made_anew()
    {
        await Schedules.CommitScheduleAsync(Schedule("nightly", 0), None);
        await Schedules.CommitScheduleAsync(Schedule("nightly", 1), None);

        Assert.Equal(3, await Schedules.CommitScheduleAsync(Schedule("nightly", 2, null), None));

        Assert.Null(await Schedules.GetScheduleAsync("nightly", None));
        Assert.Empty(await Schedules.ListSchedulesAsync(None));
        Assert.Equal(1, await Schedules.CommitScheduleAsync(Schedule("nightly", 0), None));
    }

    [Fact]
    public async Task Schedules_are_listed_by_name()
    {
        foreach (string name in (string[])["b", "a", "B", "a.1", "a-1"])
            await Schedules.CommitScheduleAsync(Schedule(name, 0, name), None);

        Assert.Equal(["B", "a", "a-1", "a.1", "b"], (await Schedules.ListSchedulesAsync(None)).Select(s => s.Name));
    }

    [Fact]
    public async Task Of_many_that_fire_a_schedule_at_once_one_does()
    {
        await Schedules.CommitScheduleAsync(Schedule("nightly", 0), None);
        for (int round = 1; round <= 5; round++)
        {
            var fired = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () => await Schedules.CommitScheduleAsync(Schedule("nightly", round, $"by {i}"), None))));
            Assert.Equal(round + 1, Assert.Single(fired, revision => revision is not null));
        }
    }

    [Fact]
    public async Task A_change_of_a_schedule_that_contradicts_itself_is_refused()
    {
        await Refused(Schedule("../x", 0));
        await Refused(Schedule("nightly", -1));
        await Refused(Schedule("nightly", 0, ""));
        await Refused(Schedule("nightly", 0, null));
        await Refused(Schedule("nightly", 0) with { Cancels = ["r1"] });
        await Refused(Schedule("nightly", 0) with { Starts = [Taken("r1")] });

        async Task Refused(ScheduleCommit commit) => await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Schedules.CommitScheduleAsync(commit, None));
    }

    protected static string? Shown(StoredSchedule? schedule) =>
        schedule is null ? null : $"{schedule.Name} {schedule.Revision} {(schedule.NextAt is { } at ? (at - T0).TotalSeconds : "null")} {Encoding.UTF8.GetString(schedule.State.Span)}";
}
