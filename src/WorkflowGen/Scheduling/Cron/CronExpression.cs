namespace WorkflowGen.Scheduling;

/// <summary>
/// A cron expression: a set of local times, whole seconds. It knows nothing of time zones. The dialect: five fields, or six with seconds first; lists, ranges (which may wrap), steps, names, <c>?</c>, <c>L</c>, <c>W</c>, <c>#</c>, and the
/// usual abbreviations (<c>@daily</c>). The same lines check it when a workflow is built and go by it when it runs.
/// </summary>
internal sealed class CronExpression
{
    private const int SecondsPerDay = 86_400;

    private readonly ulong _seconds;
    private readonly ulong _minutes;
    private readonly ulong _hours;
    private readonly CronDays _days;
    private readonly int _firstTime;
    private readonly int _lastTime;

    internal CronExpression(string text, ulong seconds, ulong minutes, ulong hours, CronDays days, bool goesByElapsedTime)
    {
        Text = text;
        _seconds = seconds;
        _minutes = minutes;
        _hours = hours;
        _days = days;
        GoesByElapsedTime = goesByElapsedTime;
        IsNeverDue = days.AreNone();
        _firstTime = TimeAtLeast(0);
        _lastTime = TimeAtMost(SecondsPerDay - 1);
    }

    public string Text { get; }

    /// <summary>The hour field begins with <c>*</c>: in a zone, each existing time that fits is due, also where clocks are set back and show it twice.</summary>
    public bool GoesByElapsedTime { get; }

    /// <summary>There is no such day, in no year.</summary>
    public bool IsNeverDue { get; }

    public static CronParse Parse(string text) => new CronParser(text).Parse();

    /// <summary>The same times under another text.</summary>
    public CronExpression Under(string text) => new(text, _seconds, _minutes, _hours, _days, GoesByElapsedTime);

    /// <summary>The first time that is due at or after the given one; null: none before the end of the calendar (year 9999).</summary>
    public DateTime? AtOrAfter(DateTime local)
    {
        if (IsNeverDue)
            return null;
        // Fractions of a second are rounded up: only whole ones are due.
        var seconds = (local.Ticks + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond;
        if (seconds > DateTime.MaxValue.Ticks / TimeSpan.TicksPerSecond)
            return null;
        var date = new DateTime(seconds / SecondsPerDay * TimeSpan.TicksPerDay);
        int year = date.Year, month = date.Month, day = date.Day;
        var days = _days.Of(year, month);
        if (Bits.Has(days, day))
        {
            var time = TimeAtLeast((int)(seconds % SecondsPerDay));
            if (time >= 0)
                return date.AddTicks(time * TimeSpan.TicksPerSecond);
        }
        while (true)
        {
            day = Bits.AtLeast(days, day + 1);
            if (day > 0)
                return new DateTime(year, month, day).AddTicks(_firstTime * TimeSpan.TicksPerSecond);
            month = Bits.AtLeast(_days.Months, month + 1);
            if (month < 0)
            {
                month = Bits.Lowest(_days.Months);
                if (++year > 9999)
                    return null;
            }
            days = _days.Of(year, month);
            day = 0;
        }
    }

    /// <summary>The last time that is due at or before the given one; null: none since the beginning of the calendar (year 1).</summary>
    public DateTime? AtOrBefore(DateTime local)
    {
        if (IsNeverDue)
            return null;
        var date = local.Date;
        int year = date.Year, month = date.Month, day = date.Day;
        var days = _days.Of(year, month);
        if (Bits.Has(days, day))
        {
            var time = TimeAtMost((int)(local.TimeOfDay.Ticks / TimeSpan.TicksPerSecond));
            if (time >= 0)
                return date.AddTicks(time * TimeSpan.TicksPerSecond);
        }
        while (true)
        {
            day = Bits.AtMost(days, day - 1);
            if (day > 0)
                return new DateTime(year, month, day).AddTicks(_lastTime * TimeSpan.TicksPerSecond);
            month = Bits.AtMost(_days.Months, month - 1);
            if (month < 0)
            {
                month = Bits.Highest(_days.Months);
                if (--year < 1)
                    return null;
            }
            days = _days.Of(year, month);
            day = 32;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    /// <summary>In seconds of the day; -1: no more on that day.</summary>
    private int TimeAtLeast(int time)
    {
        int hour = time / 3600, minute = time / 60 % 60;
        if (Bits.Has(_hours, hour))
        {
            if (Bits.Has(_minutes, minute))
            {
                var second = Bits.AtLeast(_seconds, time % 60);
                if (second >= 0)
                    return hour * 3600 + minute * 60 + second;
            }
            minute = Bits.AtLeast(_minutes, minute + 1);
            if (minute >= 0)
                return hour * 3600 + minute * 60 + Bits.Lowest(_seconds);
        }
        hour = Bits.AtLeast(_hours, hour + 1);
        return hour < 0 ? -1 : hour * 3600 + Bits.Lowest(_minutes) * 60 + Bits.Lowest(_seconds);
    }

    private int TimeAtMost(int time)
    {
        int hour = time / 3600, minute = time / 60 % 60;
        if (Bits.Has(_hours, hour))
        {
            if (Bits.Has(_minutes, minute))
            {
                var second = Bits.AtMost(_seconds, time % 60);
                if (second >= 0)
                    return hour * 3600 + minute * 60 + second;
            }
            minute = Bits.AtMost(_minutes, minute - 1);
            if (minute >= 0)
                return hour * 3600 + minute * 60 + Bits.Highest(_seconds);
        }
        hour = Bits.AtMost(_hours, hour - 1);
        return hour < 0 ? -1 : hour * 3600 + Bits.Highest(_minutes) * 60 + Bits.Highest(_seconds);
    }
}
