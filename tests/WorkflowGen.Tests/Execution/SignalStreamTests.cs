using WorkflowGen.Execution;
using static WorkflowGen.Tests.Execution.EachExecutor;

namespace WorkflowGen.Tests.Execution;

/// <summary>[Each] over signals that come many times, in memory.</summary>
public sealed class SignalStreamTests
{
    private readonly ManualTimeProvider _clock = new();

    private static Step Signal(string name = "offers", TimeSpan? timeout = null, bool buffered = true) => new(name) { Signal = new SignalDefinition { IsStream = true, Timeout = timeout, Buffered = buffered } };

    private static Step Each() => new("each") { Streams = ["offers"], Element = (e, _, _) => new(e[0] * 10) };

    private EachRun Start(params Step[] steps) => new(Create(steps), _clock);

    [Fact]
    public async Task It_is_open_until_what_takes_it_has_enough()
    {
        var run = Start(Signal(), Each() with { Enough = 3 });
        run.Signal("offers", 1);
        run.Signal("offers", 2);
        Assert.False(run.Result.IsCompleted);
        run.Signal("offers", 3);
        Assert.Equal([10, 20, 30], await run.Result);
    }

    [Fact]
    public async Task Its_timeout_closes_it_and_what_came_counts()
    {
        var run = Start(Signal(timeout: TimeSpan.FromDays(1)), Each());
        run.Signal("offers", 1);
        _clock.Advance(TimeSpan.FromHours(25));
        Assert.Equal([10], await run.Result);
    }

    [Fact]
    public async Task A_signal_completes_it_with_what_is_there()
    {
        var run = Start(Signal(), new Step("close") { Signal = new SignalDefinition() }, Each() with { CompleteOn = "close" });
        run.Signal("offers", 4);
        run.Signal("close", 0);
        Assert.Equal([40], await run.Result);
    }

    [Fact]
    public async Task What_does_not_fit_into_the_window_is_kept()
    {
        var gate = new TaskCompletionSource<int>();
        var begun = 0;
        var run = Start(Signal(), Each() with
        {
            MaxParallel = 2,
            Enough = 4,
            Element = async (e, _, _) =>
            {
                begun++;
                await gate.Task;
                return e[0];
            },
        });
        for (var i = 0; i < 4; i++)
            run.Signal("offers", i);
        Assert.Equal(2, begun);
        gate.SetResult(0);
        Assert.Equal([0, 1, 2, 3], await run.Result);
    }

    private sealed class EachRun(EachExecutor executor, TimeProvider time) : InMemoryRun<int[]?>(executor, time, default)
    {
        public Task<IReadOnlyList<int>?> Result => field ??= ListAsync();

        private async Task<IReadOnlyList<int>?> ListAsync() => await Completion;

        public bool Signal(string signal, int value) => SignalCoreAsync(signal, value, null, default).Result;
    }
}
