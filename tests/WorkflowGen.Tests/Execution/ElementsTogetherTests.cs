using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging.Abstractions;
using WorkflowGen.Execution;
using static WorkflowGen.Tests.Execution.EachExecutor;

namespace WorkflowGen.Tests.Execution;

/// <summary>Elements and streams that are given up: by a cancellation, by a failure elsewhere, by a run that is suspended.</summary>
public sealed class ElementsTogetherTests
{
    private readonly List<string> _seen = [];
    private readonly Dictionary<string, TaskCompletionSource<int>> _gates = [];
    private readonly ManualTimeProvider _clock = new();
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Step Gated(string name) => new(name)
    {
        Over = ["input"],
        Element = (e, _, _) => new((_gates[$"{name}{e[0]}"] = new()).Task),
    };

    private Step GatedStep(string name) => new(name)
    {
        Body = async (_, _, _) => [await (_gates[name] = new()).Task],
    };

    private Step Now(string name, params string[] after) => new(name)
    {
        After = after,
        Body = (_, _, _) =>
        {
            _seen.Add(name);
            return new([1]);
        },
    };

    private Step Endless(string name) => new(name) { Stream = (_, ct) => Items(ct) };

    private async IAsyncEnumerable<int> Items([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            for (var i = 0; ; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return i;
                await Task.CompletedTask;
            }
        }
        finally
        {
            _disposed.SetResult();
        }
    }

    private RecordingJournal BeginDurable(EachExecutor executor)
    {
        var journal = new RecordingJournal(executor);
        executor.BeginDurable(journal, _clock, NullLogger.Instance, _clock.GetUtcNow(), TimeSpan.FromHours(1));
        return journal;
    }

    private static EachExecutor Elements(int count, params Step[] steps)
    {
        var executor = Create(steps);
        executor.Input = [.. Enumerable.Range(0, count)];
        return executor;
    }

    [Fact]
    public async Task A_step_that_waits_for_elements_it_does_not_need_can_be_cancelled()
    {
        var executor = Elements(2,
            Gated("each") with { Enough = 1, Rest = Rest.Ignore },
            GatedStep("stop") with { Cancels = ["each"] },
            Now("use") with { Needs = ["each"] },
            GatedStep("more"),
            Now("last", "use", "more"));
        var run = executor.RunAsync();
        _gates["each0"].SetResult(1);
        _gates["stop"].SetResult(1);
        Assert.False(run.IsCompleted);
        _gates["more"].SetResult(1);
        await run;
        Assert.Equal(["last"], _seen);
    }

    [Fact]
    public async Task That_it_was_cancelled_is_all_that_is_on_record_of_it()
    {
        var executor = Elements(2, Gated("each") with { Enough = 1, Rest = Rest.Ignore }, GatedStep("stop") with { Cancels = ["each"] }, Now("last", "each"));
        var journal = BeginDurable(executor);
        var end = executor.DriveAsync();
        _gates["each0"].SetResult(1);
        _gates["stop"].SetResult(1);
        Assert.Equal(ExecutorEnd.Ended, await end);
        var records = string.Join(", ", journal.Commits);
        Assert.Contains("cancel each[1], cancel each", records, StringComparison.Ordinal);
        Assert.DoesNotContain("ok each#", records, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_that_is_idle_is_disposed_of_when_the_run_fails()
    {
        var executor = Elements(1, Endless("s"), Gated("each") with { Over = [], Streams = ["s"], MaxParallel = 1 }, GatedStep("bad"), Now("last", "each"));
        var run = executor.RunAsync();
        _gates["bad"].SetException(new InvalidDataException());
        _gates["each0"].SetException(new OperationCanceledException());
        await Assert.ThrowsAsync<InvalidDataException>(() => run);
        await _disposed.Task.WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_stream_that_is_idle_is_disposed_of_when_the_run_is_suspended()
    {
        var executor = Elements(1, Endless("s"),
            new Step("each") { Streams = ["s"], MaxParallel = 1, Element = (_, _, _) => throw new InvalidDataException(), Retry = new RetryPolicy(2, TimeSpan.FromDays(1), Backoff.Constant) },
            Now("last", "each"));
        BeginDurable(executor);
        Assert.Equal(ExecutorEnd.Suspended, await executor.DriveAsync());
        await _disposed.Task.WaitAsync(TimeSpan.FromSeconds(5));
    }
}
