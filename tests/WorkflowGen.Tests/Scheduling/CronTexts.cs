using System.Globalization;

namespace WorkflowGen.Tests.Scheduling;

/// <summary>Random expressions, as parts, so that each implementation can be given them in its own dialect.</summary>
internal sealed class CronTexts(Random random, bool stepsOfNames = true)
{
    private static readonly string[] s_months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    private static readonly string[] s_weekdays = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    public string Seconds() => Field(0, 59);

    public string Minutes() => Field(0, 59);

    public string Hours() => random.Next(4) == 0 ? "*" : Field(0, 23);

    public string Days() => Field(1, 31);

    public string Months() => random.Next(2) == 0 ? "*" : Field(1, 12, s_months);

    public string Weekdays() => Field(0, 6, s_weekdays, mustName: true);

    /// <summary>What the day of the month can say beyond numbers.</summary>
    public string SpecialDay() => random.Next(4) switch
    {
        0 => "L",
        1 => "LW",
        2 => $"L-{random.Next(1, 28)}",
        _ => $"{random.Next(1, 29)}W",
    };

    public string SpecialWeekday() => random.Next(2) == 0 ? s_weekdays[random.Next(7)] + "L" : $"{s_weekdays[random.Next(7)]}#{random.Next(1, 6)}";

    private string Field(int min, int max, string[]? names = null, bool mustName = false)
    {
        var items = random.Next(3) == 0 ? random.Next(1, 4) : 1;
        if (items == 1 && random.Next(4) == 0)
            return random.Next(2) == 0 ? "*" : $"*/{random.Next(1, max - min + 1)}";
        return string.Join(",", Enumerable.Range(0, items).Select(_ => random.Next(min, max + 1)).Select(from => Item(from, min, max, names is not null && (mustName || random.Next(2) == 0) ? names : null)));
    }

    private string Item(int from, int min, int max, string[]? names)
    {
        if (random.Next(3) > 0)
            return Value(from, min, names);
        var to = random.Next(from, max + 1);
        var range = $"{Value(from, min, names)}-{Value(to, min, names)}";
        return to > from && (names is null || stepsOfNames) && random.Next(2) == 0 ? $"{range}/{random.Next(1, to - from + 1)}" : range;
    }

    private static string Value(int value, int min, string[]? names) => names is null ? value.ToString(CultureInfo.InvariantCulture) : names[value - min];
}
