namespace WorkflowGen.Scheduling;

/// <summary>One of the six fields: what it is called, what numbers it takes, and the names of some of them.</summary>
internal sealed class CronField
{
    private CronField(string name, int min, int max, string[]? names = null, bool isDay = false)
    {
        Name = name;
        Min = min;
        Max = max;
        Names = names ?? [];
        IsDay = isDay;
    }

    public static CronField Second { get; } = new("second", 0, 59);

    public static CronField Minute { get; } = new("minute", 0, 59);

    public static CronField Hour { get; } = new("hour", 0, 23);

    public static CronField DayOfMonth { get; } = new("day of the month", 1, 31, isDay: true);

    public static CronField Month { get; } = new("month", 1, 12, ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]);

    /// <summary>From Sunday, 0; 7 is Sunday, too, where a single number or the end of a range is written.</summary>
    public static CronField Weekday { get; } = new("weekday", 0, 6, ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"], isDay: true);

    public string Name { get; }

    public int Min { get; }

    public int Max { get; }

    /// <summary>In order, from <see cref="Min"/>.</summary>
    public string[] Names { get; }

    /// <summary>Whether <c>?</c> may stand for <c>*</c>.</summary>
    public bool IsDay { get; }

    /// <summary>How many values there are before a range wraps.</summary>
    public int Size => Max - Min + 1;

    /// <summary>The largest number that may be written.</summary>
    public int LargestWritten => this == Weekday ? 7 : Max;

    /// <summary>What may be written for a single value, for messages.</summary>
    public string Values => Names.Length == 0 ? $"{(this == Hour ? "an" : "a")} {Name} from {Min} to {Max}" : $"a {Name} from {Min} to {LargestWritten} or {Names[0]} to {Names[Names.Length - 1]}";
}
