namespace WorkflowGen.Storage;

/// <summary>Runs of one queue, priority and tenant: within it the oldest due goes first.</summary>
internal readonly record struct Lane(string Queue, int Priority, string Tenant)
{
    public static Lane Of(RunHead head) => new(head.Queue, head.Priority, head.Tenant);
}

/// <summary>A run in its lane, by when it is due; at one instant the one that was created first goes first.</summary>
/// <param name="At">When it is due, in ticks.</param>
/// <param name="Key">A number of the store's own, ascending by creation.</param>
/// <param name="Run">It.</param>
internal readonly record struct LaneEntry<TRun>(long At, long Key, TRun Run) : IComparable<LaneEntry<TRun>>
{
    public int CompareTo(LaneEntry<TRun> other)
    {
        int byTime = At.CompareTo(other.At);
        return byTime != 0 ? byTime : Key.CompareTo(other.Key);
    }
}

/// <summary>What is due in a lane, in order. Enumerated once, and only as far as it is needed.</summary>
internal readonly record struct LaneDue<TRun>(Lane Lane, IEnumerable<LaneEntry<TRun>> Runs);
