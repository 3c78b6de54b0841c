using System.Globalization;

namespace WorkflowGen.Storage;

/// <summary>
/// A place in the list of all runs, which is ordered by time of creation and then by id (ordinal), both descending. As text it is what <see cref="RunPage.Next"/> holds.
/// </summary>
public readonly record struct RunPlace(long CreatedAtTicks, string RunId) : IComparable<RunPlace>
{
    /// <summary>Where a run stands in the list.</summary>
    public static RunPlace Of(RunHead head)
    {
        ArgumentNullException.ThrowIfNull(head);
        return new(head.CreatedAt.UtcTicks, head.RunId);
    }

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="ArgumentException">It was not written by it.</exception>
    public static RunPlace Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0 && long.TryParse(text.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out long ticks) && StoreRequestChecks.IsRunId(text[(colon + 1)..]))
            return new(ticks, text[(colon + 1)..]);
        throw new ArgumentException("The place to go on after is not one that a page of runs named as its next.", nameof(text));
    }

    /// <summary>Oldest first.</summary>
    public int CompareTo(RunPlace other)
    {
        int byTime = CreatedAtTicks.CompareTo(other.CreatedAtTicks);
        return byTime != 0 ? byTime : string.CompareOrdinal(RunId, other.RunId);
    }

    /// <summary>The place as text.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{CreatedAtTicks}:{RunId}");
}
