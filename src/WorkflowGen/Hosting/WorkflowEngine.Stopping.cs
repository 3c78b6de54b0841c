namespace WorkflowGen.Hosting;

// A graceful stop: no new work, time for what is under way, and everything given back.
public sealed partial class WorkflowEngine
{
    private CancellationTokenSource _graceOver = new();
    private TaskCompletionSource? _drained;

    /// <summary>Waits before the store is tried again.</summary>
    /// <returns>False: the worker has no more time.</returns>
    internal async ValueTask<bool> BackOffAsync(int failures)
    {
        await Task.Delay(RetryDelay(failures), Time, _graceOver.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !_graceOver.IsCancellationRequested;
    }

    private TimeSpan RetryDelay(int failures)
    {
        if (Options.IsSimulated)
            return TimeSpan.Zero;
        var longest = Options.MaxStoreRetryDelay.Ticks;
        var first = Math.Max(TimeSpan.TicksPerMillisecond, longest / 100);
        return TimeSpan.FromTicks(Math.Min(longest, first << Math.Min(failures - 1, 10)));
    }

    private async Task StopRunningAsync(CancellationToken cancellationToken)
    {
        Log.Stopping(_owner, ActiveCount);
        _drained = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _state = EngineState.Stopping;
        Interlocked.MemoryBarrier();
        RequestStopOfAll();
        _wake.Set();
        // A store that does not answer must not hang the stop: what it is still asked to claim is given back when it does, or runs out.
        await StopSchedulesAsync(cancellationToken).ConfigureAwait(false);
        await _loop.WaitAsync(Options.ShutdownTimeout, BackgroundTime, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        // Those that the loop took up meanwhile, too.
        RequestStopOfAll();
        CompleteWhenDrained();

        // Most of the time is for steps to finish, the rest for those that stop only when they are told to.
        if (!await DrainAsync(Options.ShutdownTimeout * 0.8, cancellationToken).ConfigureAwait(false))
        {
            foreach (var run in _active.Values)
                run.RequestStop(cancelSteps: true);
            if (!await DrainAsync(Options.ShutdownTimeout * 0.2, cancellationToken).ConfigureAwait(false))
                await AbandonAllAsync().ConfigureAwait(false);
        }

        await _graceOver.CancelAsync().ConfigureAwait(false);
        await _renewal.WaitAsync(TimeSpan.FromSeconds(1), BackgroundTime, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _state = EngineState.Idle;
        Log.Stopped(_owner);
    }

    private void RequestStopOfAll()
    {
        foreach (var run in _active.Values)
            run.RequestStop(cancelSteps: false);
    }

    private async ValueTask<bool> DrainAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        var drained = _drained!.Task;
        await drained.WaitAsync(atMost, BackgroundTime, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return drained.IsCompleted;
    }

    private async Task AbandonAllAsync()
    {
        var runs = _active.Values.ToArray();
        var leases = runs.Select(r => r.Lease).OfType<Storage.LeaseKey>().ToArray();
        foreach (var run in runs)
            run.Abandon();
        await _graceOver.CancelAsync().ConfigureAwait(false);
        Log.GaveUp(_owner, runs.Length, string.Join(", ", runs.Take(20).Select(r => r.RunId)));
        if (leases.Length == 0)
            return;
        try
        {
            // A store that hangs must not hang the shutdown, either. What is not given back runs out.
            await Store.ReleaseAsync(leases, CancellationToken.None).AsTask().WaitAsync(TimeSpan.FromSeconds(2), BackgroundTime, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            StoreTrouble.Failed(exception);
        }
    }

    private void CompleteWhenDrained()
    {
        if (ActiveCount == 0)
            _drained?.TrySetResult();
    }
}
