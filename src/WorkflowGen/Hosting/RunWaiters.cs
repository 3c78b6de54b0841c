namespace WorkflowGen.Hosting;

/// <summary>Those in this process who wait for runs to end.</summary>
internal sealed class RunWaiters
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<TaskCompletionSource<RunOutcome?>>> _waiting = new(StringComparer.Ordinal);

    public TaskCompletionSource<RunOutcome?> Add(string runId)
    {
        var waiter = new TaskCompletionSource<RunOutcome?>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (!_waiting.TryGetValue(runId, out var waiters))
                _waiting.Add(runId, waiters = new List<TaskCompletionSource<RunOutcome?>>(1));
            waiters.Add(waiter);
        }
        return waiter;
    }

    public void Remove(string runId, TaskCompletionSource<RunOutcome?> waiter)
    {
        lock (_gate)
        {
            if (_waiting.TryGetValue(runId, out var waiters) && waiters.Remove(waiter) && waiters.Count == 0)
                _waiting.Remove(runId);
        }
    }

    public bool Any(string runId)
    {
        lock (_gate)
            return _waiting.ContainsKey(runId);
    }

    /// <summary>Something may have become of any run: everybody looks into the store.</summary>
    public void TellAll()
    {
        string[] runs;
        lock (_gate)
            runs = [.. _waiting.Keys];
        foreach (var run in runs)
            Tell(run, null);
    }

    /// <summary>Something has become of the run.</summary>
    /// <param name="outcome">How it ended; null: look into the store.</param>
    public void Tell(string runId, RunOutcome? outcome)
    {
        List<TaskCompletionSource<RunOutcome?>>? waiters;
        lock (_gate)
        {
            if (!_waiting.Remove(runId, out waiters))
                return;
        }
        foreach (var waiter in waiters)
            waiter.TrySetResult(outcome);
    }
}
