using System.Globalization;

namespace WorkflowGen;

/// <summary>Writes durations as they are written in attributes: <c>250ms</c>, <c>10s</c>, <c>5m</c>, <c>3h</c>, <c>2d</c>.</summary>
internal static class Durations
{
    private static readonly (long Ticks, string Unit)[] s_units =
    [
        (TimeSpan.TicksPerDay, "d"), (TimeSpan.TicksPerHour, "h"), (TimeSpan.TicksPerMinute, "m"), (TimeSpan.TicksPerSecond, "s"), (TimeSpan.TicksPerMillisecond, "ms"),
    ];

    public static string Format(TimeSpan duration)
    {
        foreach (var (ticks, unit) in s_units)
        {
            if (duration.Ticks != 0 && duration.Ticks % ticks == 0)
                return string.Create(CultureInfo.InvariantCulture, $"{duration.Ticks / ticks}{unit}");
        }
        return string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMilliseconds}ms");
    }
}
