using System.Globalization;
using System.Text;
using WorkflowGen.Storage;

namespace WorkflowGen.Testing;

/// <summary>A run's journal as text for people: one line a record, times counted from the beginning of the run.</summary>
internal static class Story
{
    private const int LongestValue = 120;

    public static string Of(RunHead head, IReadOnlyList<RunEvent> events, IReadOnlyList<string> waits)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"run {head.RunId} of {head.Workflow} v{head.Version}: {head.Status}");
        if (head.Parent is { } parent)
            text.Append(CultureInfo.InvariantCulture, $", child of {parent.RunId} ({parent.Node})");
        if (head.CancelRequestedAt is { } cancel)
            text.Append(CultureInfo.InvariantCulture, $", asked to be cancelled at {Time(cancel - head.CreatedAt)}");
        text.AppendLine();
        var times = events.Select(static e => Time(e.At)).ToArray();
        var happenings = events.Select(static e => e.ToString()).ToArray();
        var timeWidth = times.Max(static t => (int?)t.Length) ?? 0;
        var width = Math.Min(40, happenings.Max(static h => (int?)h.Length) ?? 0);
        for (var i = 0; i < events.Count; i++)
            text.Append("  ").Append(times[i].PadLeft(timeWidth)).Append("  ").Append((happenings[i].PadRight(width) + "  " + Details(events[i])).TrimEnd()).AppendLine();
        foreach (var wait in waits)
            text.Append("  ").Append("".PadLeft(timeWidth)).Append("  waits for ").Append(wait).AppendLine();
        if (head.Reason is { } reason)
            text.Append("  because: ").Append(reason).AppendLine();
        return text.ToString();
    }

    public static string Time(TimeSpan time)
    {
        var days = time.Days == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{time.Days}d ");
        return "+" + days + time.ToString(@"hh\:mm\:ss\.fff", CultureInfo.InvariantCulture);
    }

    private static string Details(RunEvent e)
    {
        var parts = new List<string>();
        if (e.ErrorType is not null)
            parts.Add($"{e.ErrorType}: {e.Reason}");
        else if (e.Reason is not null)
            parts.Add(e.Reason);
        if (e.Kind is RunEventKind.Failed or RunEventKind.Completed && e.Attempt > 1)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"attempt {e.Attempt}"));
        if (e.RetryAt is { } retry)
            parts.Add($"again at {Time(retry)}");
        if (e.Child is not null)
            parts.Add(e.Child);
        if (e.Value is { } value)
            parts.Add(value.Length > LongestValue ? value[..LongestValue] + "…" : value);
        return string.Join("  ", parts);
    }
}
