namespace WorkflowGen.Testing;

/// <summary>
/// A clock that stands still until it is told to go on, and then skips to where it is told in no time. Timers fire in order of their times, never early, on the thread that moves the clock. Safe for concurrent use.
/// </summary>
public sealed class VirtualTimeProvider : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly SortedSet<VirtualTimer> _timers = new(VirtualTimer.ByTime);
    private long _created;
    private int _nevers;
    private DateTimeOffset _now;

    /// <summary>A clock that shows a time; by default the beginning of the year 2026, in UTC.</summary>
    public VirtualTimeProvider(DateTimeOffset? start = null) => Start = _now = (start ?? new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)).ToUniversalTime();

    /// <summary>What the clock showed at first.</summary>
    public DateTimeOffset Start { get; }

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>When the next timer is due; null: none is set.</summary>
    public DateTimeOffset? NextTimer => Next(static _ => true);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
            return _now;
    }

    /// <inheritdoc/>
    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => CreateTimer(null, callback, state, dueTime, period);

    /// <summary>For fakes: waits until the clock has gone on by so much.</summary>
    public async Task WaitAsync(TimeSpan time, CancellationToken cancellationToken = default)
    {
        // Task.Delay ends at 49 days.
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var timer = CreateTimer(static state => ((TaskCompletionSource)state!).TrySetResult(), over, time, Timeout.InfiniteTimeSpan);
        await over.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>For fakes that do not answer: waits until it is cancelled, and says so to the test, which need not find out.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task NeverAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _nevers);
        try
        {
            await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _nevers);
        }
    }

    /// <summary>Moves the clock on, and fires on the way what becomes due.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        AdvanceTo(GetUtcNow() + by);
    }

    /// <summary>Moves the clock to a time, and fires on the way what becomes due. One that has passed changes nothing.</summary>
    public void AdvanceTo(DateTimeOffset time)
    {
        while (true)
        {
            VirtualTimer? next;
            lock (_gate)
            {
                next = _timers.Min;
                if (next is null || next.DueAt > time)
                {
                    if (time > _now)
                        _now = time.ToUniversalTime();
                    return;
                }
                if (next.DueAt > _now)
                    _now = next.DueAt;
                Rearm(next);
            }
            next.Fire();
        }
    }

    internal DateTimeOffset? Next(Func<ClockFacet?, bool> which)
    {
        lock (_gate)
        {
            foreach (var timer in _timers)
            {
                if (which(timer.Facet))
                    return timer.DueAt;
            }
            return null;
        }
    }

    /// <summary>How many steps and fakes wait on this clock, as far as it knows: the timers that the runtime has not made.</summary>
    internal int CountOfSteps()
    {
        lock (_gate)
            return Volatile.Read(ref _nevers) + _timers.Count(static timer => timer.Facet is null or { Purpose: ClockPurpose.Steps });
    }

    internal VirtualTimer CreateTimer(ClockFacet? facet, TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new VirtualTimer(this, facet, callback, state, Interlocked.Increment(ref _created));
        timer.Change(dueTime, period);
        return timer;
    }

    internal bool Set(VirtualTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (_gate)
        {
            _timers.Remove(timer);
            if (dueTime == Timeout.InfiniteTimeSpan || timer.Facet is { IsGone: true })
                return true;
            timer.Period = period;
            timer.DueAt = DateTimeOffset.MaxValue - _now < dueTime ? DateTimeOffset.MaxValue : _now + dueTime;
            return _timers.Add(timer);
        }
    }

    internal void Remove(VirtualTimer timer)
    {
        lock (_gate)
            _timers.Remove(timer);
    }

    /// <summary>The process that made these timers is dead.</summary>
    internal void RemoveAll(ClockFacet facet)
    {
        lock (_gate)
        {
            facet.IsGone = true;
            _timers.RemoveWhere(timer => timer.Facet == facet);
        }
    }

    private void Rearm(VirtualTimer timer)
    {
        _timers.Remove(timer);
        if (timer.Period <= TimeSpan.Zero)
            return;
        timer.DueAt += timer.Period;
        _timers.Add(timer);
    }
}
