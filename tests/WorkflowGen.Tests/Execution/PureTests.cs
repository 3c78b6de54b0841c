using Microsoft.Extensions.Logging.Abstractions;
using WorkflowGen.Execution;
using static WorkflowGen.Tests.Execution.InterpretedExecutor;

namespace WorkflowGen.Tests.Execution;

public sealed class PureTests
{
    private readonly ManualTimeProvider _clock = new();

    private static Step Sum(string name, params string[] needs) => new(name, (inputs, _, _) => new((inputs.Sum() ?? 0) + 1)) { Needs = needs };

    private static Step Pure(string name, params string[] needs) => Sum(name, needs) with { IsPure = true };

    private (InterpretedExecutor Executor, RecordingJournal Journal) Begin(params Step[] steps)
    {
        var executor = Create(steps);
        var journal = new RecordingJournal(executor);
        executor.BeginDurable(journal, _clock, NullLogger.Instance, _clock.GetUtcNow(), TimeSpan.FromSeconds(10));
        return (executor, journal);
    }

    [Fact]
    public async Task Its_record_rides_in_the_next_commit()
    {
        var (executor, journal) = Begin(Sum("a"), Pure("b", "a"), Pure("c", "b"), Sum("d", "c"), Sum("e", "d"));
        Assert.Equal(ExecutorEnd.Ended, await executor.DriveAsync());
        Assert.Equal(["ok a#1", "ok b#1, ok c#1, ok d#1", "ok e#1, Completed"], journal.Commits);
    }

    [Fact]
    public async Task The_end_s_commit_carries_a_last_one()
    {
        var (executor, journal) = Begin(Sum("a"), Pure("b", "a"));
        Assert.Equal(ExecutorEnd.Ended, await executor.DriveAsync());
        Assert.Equal(["ok a#1", "ok b#1, Completed"], journal.Commits);
    }

    [Fact]
    public async Task A_run_of_nothing_else_is_one_commit()
    {
        var (executor, journal) = Begin(Pure("a"), Pure("b", "a") with { Guard = _ => false }, Pure("c") with { Reads = ["b"] });
        Assert.Equal(ExecutorEnd.Ended, await executor.DriveAsync());
        Assert.Equal(["ok a#1, skip b, ok c#1, Completed"], journal.Commits);
    }

    [Fact]
    public async Task The_first_of_several_is_the_one_whose_record_comes_first()
    {
        var (executor, journal) = Begin(
            new Step("a", (_, _, _) => new(10)),
            new Step("b", (_, _, _) => new(20)) { IsPure = true },
            new Step("c", (inputs, _, _) => new(inputs[0])) { Joins = [new Join("a", "b") { Rest = Rest.Ignore }] });
        Assert.Equal(ExecutorEnd.Ended, await executor.DriveAsync());
        Assert.Equal(["ok a#1, ok b#1", "ok c#1, Completed"], journal.Commits);
        Assert.Equal(10, executor.Result);
    }

    [Fact]
    public async Task One_that_fails_fails_for_good()
    {
        var (executor, journal) = Begin(new Step("a", (_, _, _) => throw new InvalidDataException()) { IsPure = true });
        Assert.Equal(ExecutorEnd.Ended, await executor.DriveAsync());
        Assert.Equal(["fail a#1 InvalidDataException, Failed"], journal.Commits);
    }

    [Fact]
    public async Task What_depends_on_it_sees_the_time_before_it_whenever_it_is_computed()
    {
        var seen = new List<DateTimeOffset>();
        var start = _clock.GetUtcNow();
        Step Late(string name, bool pure, params string[] needs) => new(name, (_, step, _) =>
        {
            seen.Add(step!.UtcNow);
            _clock.Advance(TimeSpan.FromMinutes(5));
            return new(1);
        })
        { TakesContext = true, IsPure = pure, Needs = needs };
        var (executor, _) = Begin(Late("a", false), Late("b", true, "a"), Late("c", false, "b"));
        await executor.DriveAsync();
        Assert.Equal([start, start.AddMinutes(5), start.AddMinutes(5)], seen);
    }

    [Fact]
    public async Task In_memory_it_is_a_step_like_any_other()
    {
        Assert.Equal(3, await Create(Sum("a"), Pure("b", "a"), Pure("c", "b")).RunAsync());
    }
}
