namespace WorkflowGen.Scheduling;

/// <summary>
/// What clocks show in a time zone. Everything is derived from one question, the offset at an instant, so that zones that change their standard time or skip a whole day are like any other. Two changes of one zone's clocks are assumed to be at
/// least two days apart (those on record are weeks apart).
/// </summary>
internal readonly struct ZoneClock(TimeZoneInfo zone)
{
    private const long Second = TimeSpan.TicksPerSecond;

    // No zone is further than 15 hours from UTC.
    private const long Reach = TimeSpan.TicksPerDay;

    /// <summary>In ticks, at an instant in ticks of UTC.</summary>
    public long Offset(long utc) => zone.GetUtcOffset(new DateTime(Math.Clamp(utc, 0, DateTime.MaxValue.Ticks), DateTimeKind.Utc)).Ticks;

    public long Local(long utc) => utc + Offset(utc);

    /// <summary>The first instant at which clocks show a local time; where none does, because they were put forward over it, the instant of that.</summary>
    public long FirstInstant(long local)
    {
        long before = Offset(local - Reach), after = Offset(local + Reach);
        if (before == after)
            return local - before;
        var change = Change(local - Reach, local + Reach);
        if (local - before < change)
            return local - before;
        return Math.Max(local - after, change);
    }

    /// <summary>The first whole second after <paramref name="from"/> and at or before <paramref name="to"/> whose offset is that at <paramref name="to"/>. Their offsets differ, and there is one change between them.</summary>
    public long Change(long from, long to)
    {
        var old = Offset(from);
        while (to - from > Second)
        {
            var middle = from + (to - from) / (2 * Second) * Second;
            if (Offset(middle) == old)
                from = middle;
            else
                to = middle;
        }
        return to;
    }
}
