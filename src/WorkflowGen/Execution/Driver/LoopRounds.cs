namespace WorkflowGen.Execution;

/// <summary>Where the loops of one run stand.</summary>
internal sealed class LoopRounds(LoopPlan plan, int nodes)
{
    public LoopPlan Plan { get; } = plan;

    /// <summary>When each node's round began (the loop's last node had settled), as UTC ticks; 0 in the first.</summary>
    public long[] BeganTicks { get; } = new long[nodes];

    /// <summary>Each loop's rounds since it was begun, this one included.</summary>
    public int[] Counts { get; } = Filled(plan.Loops.Length);

    /// <summary>Loops that go round again once those that they wait for have arrived (<see cref="Rest.Block"/>).</summary>
    public List<int> Blocked { get; } = [];

    public bool[] IsOver { get; } = new bool[plan.Loops.Length];

    /// <summary>Loops that are over by a snapshot: when their last nodes settle again, the guards are not asked.</summary>
    public bool[] IsKnownOver { get; } = new bool[plan.Loops.Length];

    /// <summary>Nodes with joins that have been told that a loop is over, which begins anew.</summary>
    public List<int> ToRecount { get; } = [];

    public void Clear()
    {
        Array.Clear(BeganTicks);
        Array.Fill(Counts, 1);
        Array.Clear(IsOver);
        Blocked.Clear();
        Array.Clear(IsKnownOver);
    }

    /// <summary>Counts a new round of a loop, and begins anew those whose end is in it.</summary>
    public void Begin(int loop, long ticks)
    {
        foreach (var node in Plan.Loops[loop].RegionArray)
            BeganTicks[node] = ticks;
        Counts[loop]++;
        IsOver[loop] = IsKnownOver[loop] = false;
        foreach (var reopened in Plan.Reopened[loop])
        {
            Counts[reopened] = 1;
            Blocked.Remove(reopened);
            IsOver[reopened] = IsKnownOver[reopened] = false;
        }
    }

    /// <summary>Whether loops hold the edge between two nodes.</summary>
    public bool IsHeld(int from, int to) => Plan.Incoming[to].Any(e => e.From == from && e.Holders.Length > 0);

    public bool AreOver(int[] loops)
    {
        foreach (var loop in loops)
        {
            if (!IsOver[loop])
                return false;
        }
        return true;
    }

    private static int[] Filled(int loops)
    {
        var counts = new int[loops];
        Array.Fill(counts, 1);
        return counts;
    }
}
