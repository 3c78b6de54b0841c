using WorkflowGen.Execution;

namespace WorkflowGen.Journal;

// Rounds: a node that is pending again, and what is kept of the round before.
internal sealed partial class RunProgress
{
    /// <summary>Where the loops stand; null: the graph has none.</summary>
    public LoopRounds? Loops { get; init; }

    /// <summary>For each of <see cref="WorkflowDefinition.Previous"/> whether there is a value.</summary>
    public bool[] HasPrevious { get; init; } = [];

    /// <summary>A new round of a loop has begun.</summary>
    /// <param name="key">Its last node, in the round that is over.</param>
    /// <returns>The loop.</returns>
    public int RoundStarted(WorkflowDefinition definition, NodeKey key, DateTimeOffset at)
    {
        CheckRound(key, "ends a round");
        var loop = Loops?.Plan.EndedBy[key.Node] ?? -1;
        if (loop < 0)
            throw new JournalException(JournalFailure.DefinitionChanged, $"A loop that ended with step '{definition.Nodes[key.Node].Name}' has begun another round, and there is no such loop any more.");
        if (HasEnded || Nodes[key.Node].Status != NodeStatus.Completed)
            throw Refused("ends a round", key.Node);

        for (var i = 0; i < HasPrevious.Length; i++)
        {
            var previous = definition.Previous[i];
            if (previous.Loop == loop)
                HasPrevious[i] = Nodes[previous.Node].Status == NodeStatus.Completed;
            else if (Loops!.Plan.Reopened[loop].Contains(previous.Loop))
                HasPrevious[i] = false;
        }
        foreach (var index in Loops!.Plan.Loops[loop].RegionArray)
        {
            Nodes[index] = new NodeProgress { Round = Nodes[index].Round + 1 };
            _elements.Remove(index);
        }
        Forget(Loops.Plan.Loops[loop]);
        Loops.Begin(loop, at.UtcTicks);
        return loop;
    }

    /// <summary>Whether a completed node's handoff may be asked for again by one that has settled: in another round, or by a loop's guard.</summary>
    private bool IsNeededInLoops(WorkflowDefinition definition, int node)
    {
        if (Loops!.Plan.EndedBy[node] is >= 0 and var loop && !Loops.IsOver[loop])
            return true;
        foreach (var previous in definition.Previous)
        {
            if (previous.Node == node && !Loops.IsOver[previous.Loop])
                return true; // should there be another round
        }
        foreach (var edge in Loops.Plan.Outgoing[node])
        {
            if (!Nodes[edge.To].HasSettled || !Loops.AreOver(edge.Repeaters))
                return true;
        }
        foreach (var arrival in Loops.Plan.Arriving[node])
        {
            if (!Loops.AreOver(arrival.Repeaters))
                return true;
        }
        return false;
    }

    /// <summary>Whether a value of the round before may still be asked for. Once the loop is over it may not: begun anew, it starts without.</summary>
    public bool IsPreviousLive(WorkflowDefinition definition, int previous) => HasPrevious[previous] && !Loops!.IsOver[definition.Previous[previous].Loop];

    public void RestoreRound(NodeKey key, DateTimeOffset beganAt)
    {
        Nodes[key.Node].Round = key.Round;
        if (Loops is not null)
            Loops.BeganTicks[key.Node] = beganAt.UtcTicks;
    }

    public void RestoreLoop(int loop, int count, bool isOver)
    {
        Loops!.Counts[loop] = count;
        Loops.IsOver[loop] = isOver;
    }

    /// <summary>A loop whose guard throws fails by its last node, which had completed.</summary>
    private bool IsLoopEnd(NodeKey key, int attempt) =>
        Loops?.Plan.EndedBy[key.Node] >= 0 && !HasEnded && Nodes[key.Node] is { Status: NodeStatus.Completed } end && end.Round == key.Round && end.Attempt == attempt;

    private void CheckRound(NodeKey key, string what)
    {
        if (key.Round != Nodes[key.Node].Round)
            throw new JournalException(JournalFailure.Corrupt, $"By the journal node {key.Node} {what} in round {key.Round}, which cannot be: it is in round {Nodes[key.Node].Round}.");
    }
}
