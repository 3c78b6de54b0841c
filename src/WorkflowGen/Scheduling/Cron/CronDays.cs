namespace WorkflowGen.Scheduling;

/// <summary>The three fields that choose days: which days of a given month fit, as bits 1 to 31.</summary>
internal readonly struct CronDays
{
    /// <summary>Months, bits 1 to 12.</summary>
    public required ushort Months { get; init; }

    /// <summary>Days of the month by number, bits 1 to 31.</summary>
    public required uint Numbers { get; init; }

    /// <summary>Days counted from the last: bit 0 is <c>L</c>, bit 3 is <c>L-3</c>.</summary>
    public required uint FromLast { get; init; }

    /// <summary>The weekday nearest to a day: bit 15 is <c>15W</c>.</summary>
    public required uint Nearest { get; init; }

    /// <summary><c>LW</c>.</summary>
    public required bool LastWorkday { get; init; }

    /// <summary>Weekdays, bits 0 (Sunday) to 6.</summary>
    public required byte Weekdays { get; init; }

    /// <summary>Last weekdays of the month: bit 5 is <c>FRIL</c>.</summary>
    public required byte LastWeekdays { get; init; }

    /// <summary>Weekdays by their number in the month: bit 5 * weekday + n - 1 is <c>weekday#n</c>.</summary>
    public required ulong NthWeekdays { get; init; }

    /// <summary>Both day fields say something: a day that fits either is due (POSIX crontab).</summary>
    public required bool Either { get; init; }

    public uint Of(int year, int month)
    {
        if (!Bits.Has(Months, month))
            return 0;
        var length = DateTime.DaysInMonth(year, month);
        var first = (int)new DateTime(year, month, 1).DayOfWeek;
        var all = (uint)((2ul << length) - 2);
        var numbers = OfMonth(length, first) & all;
        var weekdays = OfWeek(length, first) & all;
        return Either ? numbers | weekdays : numbers & weekdays;
    }

    /// <summary>Whether any day ever fits. The 28 years hold every kind of year that there is: leap or not, beginning on each weekday.</summary>
    public bool AreNone()
    {
        for (var year = 2000; year < 2028; year++)
        {
            for (var month = 1; month <= 12; month++)
            {
                if (Of(year, month) != 0)
                    return false;
            }
        }
        return true;
    }

    private uint OfMonth(int length, int first)
    {
        var days = Numbers;
        for (var rest = FromLast; rest != 0; rest &= rest - 1)
        {
            var day = length - Bits.Lowest(rest);
            if (day >= 1)
                days |= 1u << day;
        }
        for (var rest = Nearest; rest != 0; rest &= rest - 1)
        {
            var day = Bits.Lowest(rest);
            if (day <= length)
                days |= 1u << NearestWorkday(day, length, first);
        }
        if (LastWorkday)
            days |= 1u << NearestWorkday(length, length, first);
        return days;
    }

    private uint OfWeek(int length, int first)
    {
        var days = 0u;
        for (var weekday = 0; weekday < 7; weekday++)
        {
            var day = 1 + (weekday - first + 7) % 7;
            if (Bits.Has(Weekdays, weekday))
                days |= (1u << day) * 0x10204081u;
            if (Bits.Has(LastWeekdays, weekday))
                days |= 1u << day + (length - day) / 7 * 7;
            for (var rest = (uint)(NthWeekdays >> 5 * weekday) & 31; rest != 0; rest &= rest - 1)
            {
                var nth = day + 7 * Bits.Lowest(rest);
                if (nth <= length)
                    days |= 1u << nth;
            }
        }
        return days;
    }

    /// <summary>Saturdays go to the Friday before, Sundays to the Monday after, and neither leaves the month.</summary>
    private static int NearestWorkday(int day, int length, int first) => ((day - 1 + first) % 7) switch
    {
        6 => day > 1 ? day - 1 : day + 2,
        0 => day < length ? day + 1 : day - 2,
        _ => day,
    };
}
