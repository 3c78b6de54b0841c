namespace WorkflowGen.Testing;

/// <summary>A timer of a <see cref="VirtualTimeProvider"/>, guarded by its lock.</summary>
internal sealed class VirtualTimer(VirtualTimeProvider clock, ClockFacet? facet, TimerCallback callback, object? state, long order) : ITimer
{
    // As the timers of the framework: what flows where a timer is made is there where it fires, and nothing of whoever moves the clock.
    private readonly ExecutionContext? _context = ExecutionContext.Capture();

    public static IComparer<VirtualTimer> ByTime { get; } = Comparer<VirtualTimer>.Create(static (a, b) => (a.DueAt, a.Order).CompareTo((b.DueAt, b.Order)));

    public ClockFacet? Facet => facet;

    public long Order => order;

    public DateTimeOffset DueAt { get; set; }

    public TimeSpan Period { get; set; }

    public bool Change(TimeSpan dueTime, TimeSpan period) => clock.Set(this, dueTime, period);

    public void Fire()
    {
        if (_context is null)
            callback(state);
        else
            ExecutionContext.Run(_context, static timer => ((VirtualTimer)timer!).Call(), this);
    }

    private void Call() => callback(state);

    public void Dispose() => clock.Remove(this);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return default;
    }
}

/// <summary>What the timers that are made through it are for.</summary>
internal enum ClockPurpose
{
    /// <summary>What steps and their services wait for.</summary>
    Steps,

    /// <summary>What runs wait for: retries, timeouts, delays that are kept in memory.</summary>
    Runs,

    /// <summary>The worker's own: the clock does not go on for them.</summary>
    Worker,
}

/// <summary>The clock as one part of one process sees it, so that it can be told who waits for what, and what is left of a process that has died does not go on.</summary>
internal sealed class ClockFacet(VirtualTimeProvider clock, ClockPurpose purpose) : TimeProvider
{
    public ClockPurpose Purpose => purpose;

    public bool IsGone { get; set; }

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => clock.LocalTimeZone;

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => clock.CreateTimer(this, callback, state, dueTime, period);
}
