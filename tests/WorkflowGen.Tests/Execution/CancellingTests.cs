using WorkflowGen.Execution;
using static WorkflowGen.Tests.Execution.InterpretedExecutor;

namespace WorkflowGen.Tests.Execution;

public sealed class CancellingTests
{
    private readonly List<string> _ran = [];
    private readonly ManualTimeProvider _clock = new();

    private Step Now(string name, int value, params string[] needs) => new(name, (_, _, _) =>
    {
        lock (_ran)
            _ran.Add(name);
        return new(value);
    })
    { Needs = needs };

    /// <summary>Ends only by its token.</summary>
    private Step Endless(string name, params string[] needs) => new(name, async (_, _, ct) =>
    {
        lock (_ran)
            _ran.Add(name);
        await Task.Delay(Timeout.Infinite, ct);
        return 0;
    })
    { Needs = needs };

    private static Step Signal(string name) => new(name, null!) { Kind = NodeKind.Signal, Signal = new SignalDefinition() };

    private InterpretedRun Start(params Step[] steps) => InterpretedRun.Start(_clock, steps);

    [Fact]
    public async Task An_end_cancels_what_still_runs_or_waits_and_the_run_has_completed()
    {
        var run = Start(Endless("a"), Signal("s"), Now("end", 7) with { IsEnd = true, IsOutput = true }, Now("last", 1, "a", "s"));
        Assert.Equal(7, await run.Completion);
        Assert.Equal(["a", "end"], _ran);
    }

    [Fact]
    public async Task Of_several_outputs_the_one_that_completed_first_is_the_result()
    {
        var run = Start(
            Now("a", 1) with { Guard = _ => false, IsOutput = true }, Signal("gate"), Now("b", 2, "gate") with { IsOutput = true }, Now("c", 3) with { After = ["b"], IsOutput = true }, Now("d", 4) with { After = ["c"] });
        run.Signal("gate", 0);
        Assert.Equal(2, await run.Completion);
    }

    [Fact]
    public async Task A_signal_cancels_steps_and_what_needs_them_is_skipped()
    {
        var run = Start(
            Endless("reserve"), Now("charge", 1, "reserve"), Now("ship", 2, "charge"),
            Signal("stop") with { IsBackground = true, Cancels = ["reserve", "charge"] },
            new Step("last", (inputs, _, _) => new(inputs[0] ?? 9)) { Reads = ["ship"] });
        Assert.False(run.Completion.IsCompleted);
        run.Signal("stop", null);
        Assert.Equal(9, await run.Completion);
        Assert.Equal(["reserve"], _ran);
    }

    [Fact]
    public async Task What_has_completed_is_not_cancelled_any_more()
    {
        var run = Start(Now("a", 4), Signal("stop") with { IsBackground = true, Cancels = ["a", "b"] }, Signal("b"), new Step("last", (inputs, _, _) => new(inputs[0])) { Needs = ["a"], Reads = ["b"] });
        run.Signal("stop", null);
        Assert.Equal(4, await run.Completion);
    }

    [Fact]
    public async Task A_signal_that_names_no_steps_cancels_the_run()
    {
        var run = Start(Endless("a"), Signal("stop") with { IsBackground = true, Cancels = [] }, Now("last", 1, "a"));
        run.Signal("stop", null);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.Completion);
    }

    [Fact]
    public async Task The_run_does_not_wait_for_a_signal_that_only_cancels() =>
        Assert.Equal(1, await Start(Signal("stop") with { IsBackground = true, Cancels = [] }, Now("last", 1)).Completion);

    [Fact]
    public async Task A_milestone_that_has_passed_skips_what_has_not_begun_and_a_signal_is_no_longer_waited_for()
    {
        var run = Start(
            Signal("close"), Signal("gate"),
            Now("late", 1, "gate") with { ClosedBy = "close" },
            Signal("wait") with { ClosedBy = "close" },
            Now("after", 5) with { Reads = ["wait", "late"] });
        run.Signal("close", 0);
        run.Signal("gate", 0);
        Assert.Equal(5, await run.Completion);
        Assert.Equal(["after"], _ran);
    }

    [Fact]
    public async Task What_has_begun_before_the_milestone_goes_on()
    {
        var gate = new TaskCompletionSource<int?>();
        var run = Start(Signal("close"), new Step("begun", (_, _, _) => new(gate.Task)) { ClosedBy = "close" }, new Step("last", (inputs, _, _) => new(inputs[0])) { Needs = ["begun"] });
        run.Signal("close", 0);
        gate.SetResult(6);
        Assert.Equal(6, await run.Completion);
    }
}
