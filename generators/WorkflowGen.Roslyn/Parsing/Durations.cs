using System.Globalization;

namespace WorkflowGen.Roslyn.Parsing;

/// <summary>The grammar of durations: a number, with or without a fraction, and one unit (<c>250ms 10s 5m 3h 2d</c>), nothing else.</summary>
internal static class Durations
{
    /// <summary>What a timer can hold: a little less than 50 days would be its limit, but waits are stored, so a century is.</summary>
    public const long MaxTicks = 36_500 * TimeSpan.TicksPerDay;

    /// <summary>Reads a duration into ticks.</summary>
    /// <param name="problem">What is wrong with it, as the end of a sentence; null where nothing is.</param>
    public static long? Parse(string text, out string? problem)
    {
        var digits = 0;
        while (digits < text.Length && (text[digits] is (>= '0' and <= '9') or '.' || (digits == 0 && text[0] == '-')))
            digits++;
        long? unit = text.Substring(digits) switch
        {
            "ms" => TimeSpan.TicksPerMillisecond,
            "s" => TimeSpan.TicksPerSecond,
            "m" => TimeSpan.TicksPerMinute,
            "h" => TimeSpan.TicksPerHour,
            "d" => TimeSpan.TicksPerDay,
            _ => null,
        };
        var number = text.Substring(0, digits);
        if (unit is not { } ticks
            || number.StartsWith(".", StringComparison.Ordinal) || number.EndsWith(".", StringComparison.Ordinal)
            || !decimal.TryParse(number, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var amount))
        {
            problem = "is not a duration: write a number and one of the units ms, s, m, h and d, as in \"250ms\" or \"10s\"";
            return null;
        }
        if (amount < 0)
        {
            problem = "is negative";
            return null;
        }
        if (amount > (decimal)MaxTicks / ticks)
        {
            problem = "is longer than a hundred years";
            return null;
        }
        problem = null;
        return (long)(amount * ticks);
    }
}
