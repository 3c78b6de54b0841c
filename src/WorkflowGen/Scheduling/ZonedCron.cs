namespace WorkflowGen.Scheduling;

/// <summary>
/// A cron expression in a time zone: a set of instants. A fixed hour that clocks skip is due at the instant at which they skip it, one that they show twice is due the first time; an expression whose hour field begins with <c>*</c> goes by elapsed time:
/// each existing time that fits, both times round. Instants are whole seconds. Safe for concurrent use.
/// </summary>
internal sealed class ZonedCron(CronExpression expression, TimeZoneInfo zone)
{
    private const long Second = TimeSpan.TicksPerSecond;
    private const long Day = TimeSpan.TicksPerDay;

    private readonly ZoneClock _clock = new(zone);

    public CronExpression Expression => expression;

    public TimeZoneInfo Zone => zone;

    /// <summary>The first instant after the given one; null: none before the end of the calendar.</summary>
    public DateTimeOffset? After(DateTimeOffset instant)
    {
        var from = (instant.UtcTicks / Second + 1) * Second;
        return Instant(expression.GoesByElapsedTime ? ElapsedFrom(from) : FixedFrom(from));
    }

    /// <summary>The last instant at or before the given one; null: none since the beginning of the calendar.</summary>
    public DateTimeOffset? AtOrBefore(DateTimeOffset instant)
    {
        var to = instant.UtcTicks / Second * Second;
        return Instant(expression.GoesByElapsedTime ? ElapsedTo(to) : FixedTo(to));
    }

    /// <summary>What clocks in the zone show at an instant.</summary>
    public DateTimeOffset ToLocal(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, zone);

    // Local times are mapped to instants, and the mapping never goes back: so the first local time after what clocks show now is right, unless its instant is behind us because clocks show that time for the second time.
    private long? FixedFrom(long from)
    {
        var local = _clock.Local(from - Second) + Second;
        while (true)
        {
            if (LocalFrom(local) is not { } due)
                return null;
            var instant = _clock.FirstInstant(due);
            if (instant >= from)
                return instant;
            local = due + Second;
        }
    }

    private long? FixedTo(long to)
    {
        var last = _clock.Local(to);
        if (_clock.Offset(to - Day) > _clock.Offset(to))
        {
            // Clocks were set back within a day: times that they have shown before that, and will show again, have been due.
            var change = _clock.Change(to - Day, to);
            last = Math.Max(last, change - Second + _clock.Offset(to - Day));
        }
        return LocalTo(last) is { } due ? _clock.FirstInstant(due) : null;
    }

    // As long as the offset stays the same, local time is a straight line. Far away from here and from the next time on that line, a change does not matter: what it repeats or skips was not due.
    private long? ElapsedFrom(long from)
    {
        while (true)
        {
            var offset = _clock.Offset(from);
            if (LocalFrom(from + offset) is not { } due)
                return null;
            var end = due - offset;
            var isFar = end - from > 2 * Day;
            if (_clock.Offset(isFar ? from + Day : end) == offset)
            {
                if (!isFar)
                    return end;
                from = end - Day;
            }
            else
            {
                from = _clock.Change(from, isFar ? from + Day : end);
            }
        }
    }

    private long? ElapsedTo(long to)
    {
        while (true)
        {
            var offset = _clock.Offset(to);
            if (LocalTo(to + offset) is not { } due)
                return null;
            var start = due - offset;
            var isFar = to - start > 2 * Day;
            var probe = isFar ? to - Day : start;
            if (_clock.Offset(probe) == offset)
            {
                if (!isFar)
                    return start;
                to = start + Day;
            }
            else
            {
                to = _clock.Change(probe, to) - Second;
            }
        }
    }

    private long? LocalFrom(long ticks) => ticks > DateTime.MaxValue.Ticks ? null : expression.AtOrAfter(new DateTime(Math.Max(ticks, 0)))?.Ticks;

    private long? LocalTo(long ticks) => ticks < 0 ? null : expression.AtOrBefore(new DateTime(Math.Min(ticks, DateTime.MaxValue.Ticks)))?.Ticks;

    private static DateTimeOffset? Instant(long? ticks) => ticks is { } at and >= 0 && at <= DateTime.MaxValue.Ticks ? new DateTimeOffset(at, TimeSpan.Zero) : null;
}
