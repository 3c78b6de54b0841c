using WorkflowGen.Storage;

namespace WorkflowGen.Hosting;

// What other processes have done to the store, where it tells. Every notice is a hint: all of it is found without one, a while later.
public sealed partial class WorkflowEngine
{
    private IDisposable? _notices;

    /// <summary>Whether this process executes runs and steps of a queue.</summary>
    internal bool Serves(string queue) => _queues is null || Array.IndexOf(_queues, queue) >= 0;

    private void Subscribe()
    {
        if (Store is not IStoreNotices notices || Volatile.Read(ref _notices) is not null)
            return;
        var subscription = notices.Subscribe(OnNotice);
        // Two that open the store at once subscribe once.
        if (Interlocked.CompareExchange(ref _notices, subscription, null) is not null)
            subscription.Dispose();
    }

    private void OnNotice(StoreNotice notice)
    {
        switch (notice.Kind)
        {
            case StoreNoticeKind.Due:
                WakeForNewRun();
                Limits.Shared?.Look();
                break;
            case StoreNoticeKind.Message when notice.RunId is { } told:
                if (_active.TryGetValue(told, out var run))
                    _ = LookForMessagesAsync(run);
                break;
            case StoreNoticeKind.Ended when notice.RunId is { } ended:
                // What ends here tells its waiters how.
                if (!_active.ContainsKey(ended))
                    _waiters.Tell(ended, null);
                Limits.Shared?.Look();
                break;
            case StoreNoticeKind.Missed:
                foreach (var mine in _active.Values)
                    _ = LookForMessagesAsync(mine);
                _waiters.TellAll();
                WakeForNewRun();
                Limits.Shared?.Look();
                break;
        }
    }

    private async Task LookForMessagesAsync(RunActivation run)
    {
        try
        {
            // The listener is not to be held up by a store that answers on the spot.
            await Task.Yield();
            if (run.Lease is not { } lease)
                return;
            await LookForMessagesAsync([lease]).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            StoreTrouble.Failed(exception);
        }
    }
}
