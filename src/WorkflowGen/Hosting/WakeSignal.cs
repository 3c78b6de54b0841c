namespace WorkflowGen.Hosting;

/// <summary>Wakes the one loop that waits for it: when set, or at a time. Being set while nobody waits is remembered once.</summary>
internal sealed class WakeSignal : IDisposable
{
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(1);

    private readonly SemaphoreSlim _semaphore = new(0, 1);
    private readonly ITimer _timer;
    private int _set;
    private volatile bool _waiting;

    public WakeSignal(TimeProvider time)
    {
        _timer = time.CreateTimer(static state => ((WakeSignal)state!).Set(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether the loop waits and nothing has woken it.</summary>
    public bool IsAsleep => _waiting && Volatile.Read(ref _set) == 0;

    public void Set()
    {
        if (Interlocked.Exchange(ref _set, 1) == 0)
            _semaphore.Release();
    }

    /// <summary>Waits until it is set, or (rounded up to a millisecond) for so long.</summary>
    public async ValueTask WaitAsync(TimeSpan atMost)
    {
        if (atMost <= TimeSpan.Zero)
            return;
        var bounded = atMost < s_longest ? atMost : s_longest;
        _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(0, bounded.TotalMilliseconds))), Timeout.InfiniteTimeSpan);
        _waiting = true;
        await _semaphore.WaitAsync().ConfigureAwait(false);
        _waiting = false;
        // Cleared before the caller looks for work: what is set from here on is seen by the next wait.
        Volatile.Write(ref _set, 0);
        _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();
}
