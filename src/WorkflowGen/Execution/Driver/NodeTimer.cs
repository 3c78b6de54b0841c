namespace WorkflowGen.Execution;

/// <summary>Calls the executor when an attempt has used up its time, or the wait before the next one is over. Where an attempt has all the time in the world, only its token is of use.</summary>
internal sealed class NodeTimer : IDisposable
{
    // The longest that a timer of the framework can be set to; longer waits are armed again.
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(45);

    // No bound at all, less what has passed since.
    private static readonly TimeSpan s_never = TimeSpan.MaxValue / 2;

    private readonly WorkflowExecutor _executor;
    private readonly ITimer? _timer;
    private readonly CancellationTokenRegistration _linked;

    public NodeTimer(WorkflowExecutor executor, int node, TimeProvider time, TimeSpan due, CancellationTokenSource? attempt, CancellationToken run)
    {
        _executor = executor;
        Node = node;
        Attempt = attempt;
        if (attempt is not null)
            _linked = run.UnsafeRegister(static state => CancelQuietly((CancellationTokenSource)state!), attempt);
        if (due > s_never)
            return;
        _timer = time.CreateTimer(static state => ((NodeTimer)state!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Arm(due);
    }

    public int Node { get; }

    /// <summary>The source of the attempt's token; null for a wait.</summary>
    public CancellationTokenSource? Attempt { get; }

    /// <summary>Links those that wait to be taken by the driver.</summary>
    public NodeTimer? Next { get; set; }

    /// <summary>Sets the timer (again). Rounded up to a millisecond, since the framework's timers round down, and would fire early.</summary>
    public void Arm(TimeSpan due)
    {
        var rounded = TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(0, due.TotalMilliseconds)));
        _timer?.Change(rounded < s_longest ? rounded : s_longest, Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        _timer?.Dispose();
        _linked.Dispose();
    }

    /// <summary>Cancels without letting a callback's exception out: it is the callback's author's, and not of the one who cancels.</summary>
    internal static void CancelQuietly(CancellationTokenSource source)
    {
        try
        {
            source.Cancel();
        }
        catch (AggregateException)
        {
        }
    }

    private void Fire() => _executor.OnTimer(this);
}
