using System.Globalization;

namespace WorkflowGen.Tests.Scheduling;

/// <summary>Whether a local minute fits an expression of five fields: written from the text of the dialect, field by field and value by value, with nothing of the product's.</summary>
internal static class CronOracle
{
    private static readonly string[] s_months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    private static readonly string[] s_weekdays = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    public static bool Fits(string cron, DateTime local)
    {
        var fields = cron.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var day = Items(fields[2]).Any(item => FitsDay(item, local));
        var weekday = Items(fields[4]).Any(item => FitsWeekday(item, local));
        var restrictsBoth = fields[2][0] is not ('*' or '?') && fields[4][0] is not ('*' or '?');
        return local.Second == 0
            && Items(fields[0]).Any(item => FitsNumber(item, local.Minute, 0, 59, []))
            && Items(fields[1]).Any(item => FitsNumber(item, local.Hour, 0, 23, []))
            && Items(fields[3]).Any(item => FitsNumber(item, local.Month, 1, 12, s_months))
            && (restrictsBoth ? day || weekday : day && weekday);
    }

    private static string[] Items(string field) => field.ToUpperInvariant().Replace('?', '*').Split(',');

    private static bool FitsDay(string item, DateTime local)
    {
        var length = DateTime.DaysInMonth(local.Year, local.Month);
        if (item == "L")
            return local.Day == length;
        if (item == "LW")
            return local.Day == Nearest(length, local);
        if (item.StartsWith("L-", StringComparison.Ordinal))
            return local.Day == length - Number(item[2..]);
        if (item.EndsWith('W'))
            return Number(item[..^1]) <= length && local.Day == Nearest(Number(item[..^1]), local);
        return FitsNumber(item, local.Day, 1, 31, []);
    }

    private static bool FitsWeekday(string item, DateTime local)
    {
        var today = (int)local.DayOfWeek;
        if (item.Split('#') is [var which, var nth])
            return today == Value(which, 0, s_weekdays) % 7 && (local.Day + 6) / 7 == Number(nth);
        if (item.Length > 1 && item.EndsWith('L'))
            return today == Value(item[..^1], 0, s_weekdays) % 7 && local.AddDays(7).Month != local.Month;
        return FitsNumber(item, today, 0, 6, s_weekdays) || (today == 0 && FitsNumber(item, 7, 0, 6, s_weekdays));
    }

    private static int Nearest(int day, DateTime local)
    {
        for (var away = 0; ; away++)
        {
            foreach (var candidate in new[] { day - away, day + away })
            {
                if (candidate >= 1 && candidate <= DateTime.DaysInMonth(local.Year, local.Month) && new DateTime(local.Year, local.Month, candidate).DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
                    return candidate;
            }
        }
    }

    private static bool FitsNumber(string item, int value, int min, int max, string[] names)
    {
        var step = 1;
        if (item.Split('/') is [var range, var given])
            (item, step) = (range.Contains('-') || range == "*" ? range : $"{range}-{max}", Number(given));
        if (item == "*")
            return value >= min && value <= max && (value - min) % step == 0;
        if (item.Split('-') is not [var from, var to])
            return Value(item, min, names) == value;
        var (first, last) = (Value(from, min, names), Value(to, min, names));
        if (first > last && first == 7)
            first = 0;
        for (var at = first; at <= (first > last ? last + max - min + 1 : last); at += step)
        {
            if (at == value || at - (max - min + 1) == value)
                return true;
        }
        return false;
    }

    private static int Value(string text, int min, string[] names) => Array.IndexOf(names, text) is >= 0 and var index ? index + min : Number(text);

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
