using WorkflowGen.Storage;

namespace WorkflowGen.Tests.Hosting;

/// <summary>A delegating store that can what its inner one can: shares limits, and tells what was done to it.</summary>
internal sealed class CapableStore(IWorkflowStore inner) : DelegatingStore(inner), ISharedLimits, IStoreNotices
{
    public ValueTask<LimitAnswer> EnterLimitAsync(LimitRequest request, CancellationToken cancellationToken) =>
        Inner is ISharedLimits limits ? limits.EnterLimitAsync(request, cancellationToken) : new(new LimitAnswer(true, null));

    public ValueTask LeaveLimitAsync(string name, LeaseKey lease, string node, CancellationToken cancellationToken) =>
        Inner is ISharedLimits limits ? limits.LeaveLimitAsync(name, lease, node, cancellationToken) : default;

    public IDisposable Subscribe(Action<StoreNotice> listener) => Inner is IStoreNotices notices ? notices.Subscribe(listener) : new MemoryStream();
}

/// <summary>A store of which a test says what it tells.</summary>
internal sealed class NotifyingStore(IWorkflowStore inner) : DelegatingStore(inner), IStoreNotices
{
    private readonly List<Action<StoreNotice>> _listeners = [];

    public int Listeners => _listeners.Count;

    /// <summary>How often it was asked when the next run is due.</summary>
    public int LooksAhead { get; private set; }

    protected override async ValueTask<T> AroundAsync<T>(Call call, string? runId, Func<ValueTask<T>> inner)
    {
        var answer = await inner();
        LooksAhead += call == Call.NextDue ? 1 : 0;
        return answer;
    }

    public void Tell(StoreNoticeKind kind, string? runId = null)
    {
        foreach (var listener in _listeners.ToArray())
            listener(new StoreNotice(kind, runId));
    }

    public IDisposable Subscribe(Action<StoreNotice> listener)
    {
        _listeners.Add(listener);
        return new Subscription(() => _listeners.Remove(listener));
    }

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
