using System.Globalization;

namespace WorkflowGen.Execution;

// Loops: when a loop's last node has completed, its guard says whether the region runs again. What leaves the loop is told only when it is over.
public abstract partial class WorkflowExecutor
{
    private readonly LoopRounds? _loops;
    private long _settlements;

    private enum LoopTurn
    {
        Over,
        Again,
        Failed,
    }

    /// <summary>Whether a loop is over, as far as it is durable. For snapshots, on the driver's thread.</summary>
    internal bool IsOver(int loop) => _loops!.IsOver[loop];

    /// <summary>What derived values differ by: rounds must not draw the same ones.</summary>
    private string NameInRound(int index) => KeyOf(index).Round is > 1 and var round ? string.Create(CultureInfo.InvariantCulture, $"{NameOf(index)}/{round}") : NameOf(index);

    private void SettleInLoops(int index)
    {
        var loops = _loops!;
        var loop = loops.Plan.EndedBy[index];
        if (loop >= 0 && _nodes[index].Status == NodeStatus.Completed)
        {
            var turn = DecideLoop(loop);
            if (turn == LoopTurn.Again && Definition.NodeArray[index].TouchesLocks)
                Unlock(index, Definition.NodeArray[index]); // in its round it has settled
            if (turn == LoopTurn.Again && IsBlocked(loop))
                loops.Blocked.Add(loop);
            else if (turn == LoopTurn.Again && _stop is StopReason.None or StopReason.Stopping)
                StartRound(loop);
            if (turn != LoopTurn.Over)
                return; // to the run, the node has not settled: it is pending again, has failed, or the run ends before it could
        }

        var definition = Definition.NodeArray[index];
        if (!definition.IsBackground)
            _unsettled--;
        _nodes[index].Order = ++_settlements;
        foreach (var edge in loops.Plan.Outgoing[index])
        {
            if (loops.AreOver(edge.Holders) && !AwaitsEnd(edge))
                Deliver(index, edge.To);
        }
        if (loop >= 0)
            EndLoop(loop);
        if (definition.HasConsequences)
            Conclude(index, definition);
        else
            CancelQueued(); // losers of joins that have learned only now who has won
        if (loops.Blocked.Count > 0)
            Unblock();
    }

    private bool IsBlocked(int loop)
    {
        foreach (var awaited in _loops!.Plan.AwaitedBy[loop])
        {
            if (!HasSettled(awaited))
                return true;
        }
        return false;
    }

    private void Unblock()
    {
        for (var i = _loops!.Blocked.Count - 1; i >= 0 && i < _loops.Blocked.Count; i--)
        {
            var loop = _loops.Blocked[i];
            if (IsBlocked(loop) || _stop is not (StopReason.None or StopReason.Stopping))
                continue;
            _loops.Blocked.RemoveAt(i);
            StartRound(loop);
        }
    }

    /// <summary>Loops that were to go round again are over.</summary>
    private void EndBlocked()
    {
        while (_loops!.Blocked is { Count: > 0 } blocked)
        {
            var loop = blocked[^1];
            blocked.RemoveAt(blocked.Count - 1);
            SettleInLoops(_loops.Plan.Loops[loop].End);
        }
    }

    private LoopTurn DecideLoop(int loop)
    {
        var definition = _loops!.Plan.Loops[loop];
        if (_endReached || _loops.IsKnownOver[loop] || (definition.Max > 0 && _loops.Counts[loop] >= definition.Max))
            return LoopTurn.Over;
        if (!definition.HasGuard)
            return LoopTurn.Again;
        try
        {
            return EvaluateLoop(loop) ? LoopTurn.Again : LoopTurn.Over;
        }
        catch (Exception exception)
        {
            ref var end = ref _nodes[definition.End];
            end.StartedTicks = Math.Max(end.StartedTicks, end.SettledTicks);
            FailForGood(definition.End, exception);
            return LoopTurn.Failed;
        }
    }

    /// <summary>Whether a node's completion may not be an element of another yet: a loop that it is in, and the other is not, may make it complete again.</summary>
    private bool HoldsArrival(int from, int to)
    {
        foreach (var loop in _loops!.Plan.Loops)
        {
            if (!_loops.IsOver[loop.Index] && LoopPlan.Contains(loop, from) && !LoopPlan.Contains(loop, to))
                return true;
        }
        return false;
    }

    private void TellHeldArrivals(int ended)
    {
        foreach (var from in _loops!.Plan.Loops[ended].RegionArray)
        {
            if (from == _loops.Plan.Loops[ended].End)
                continue; // tells for itself, as it settles just now
            foreach (var to in Definition.NodeArray[from].ArrivesAt)
            {
                if (!LoopPlan.Contains(_loops.Plan.Loops[ended], to) && HasSettled(from) && !HoldsArrival(from, to))
                    TellArrival(from, to);
            }
        }
    }

    private void EndLoop(int loop)
    {
        _loops!.IsOver[loop] = true;
        TellHeldArrivals(loop);
        var held = _loops.Plan.Held[loop];
        // A join takes its members in the order in which they completed.
        foreach (var edge in _joins.Length == 0 ? (IEnumerable<LoopEdge>)held : held.OrderBy(e => _nodes[e.From].Order))
        {
            if (IsDelivered(edge))
                Deliver(edge.From, edge.To);
        }
    }

    private bool IsDelivered(LoopEdge edge) => HasSettled(edge.From) && _loops!.AreOver(edge.Holders) && !AwaitsEnd(edge);

    /// <summary>Whether a node has settled, and its turn has come where a run is being restored.</summary>
    private bool HasSettled(int index) => (_nodes[index].IsSettled || _streams?[index] is { IsOpen: true }) && _restoring?.Contains(index) != true;

    /// <summary>When the loops that a node waits for, or whose round it is in, had come to it: known from the journal, as their last nodes' completions are.</summary>
    private long LoopsReadySince(int index)
    {
        var ticks = _loops!.BeganTicks[index];
        foreach (var loop in _loops.Plan.HoldersOf[index])
            ticks = Math.Max(ticks, _nodes[_loops.Plan.Loops[loop].End].SettledTicks);
        return ticks;
    }

    /// <summary>Whether what is being committed may lead to another round: until then the run cannot be said to be over.</summary>
    private bool IsLoopEndCommitting()
    {
        foreach (var loop in _loops!.Plan.Loops)
        {
            if (_nodes[loop.End].Status == NodeStatus.Committing)
                return true;
        }
        return false;
    }

    /// <summary>Puts a node into a round that is not its first. Before <see cref="FinishRestore"/>.</summary>
    internal void RestoreRound(int node, int round, DateTimeOffset beganAt)
    {
        _nodes[node].Round = round;
        _loops!.BeganTicks[node] = beganAt.UtcTicks;
    }

    /// <summary>Says in which of its rounds a loop is, and whether it is known to be over: if not, its guard is asked again. Before <see cref="FinishRestore"/>.</summary>
    internal void RestoreLoop(int loop, int count, bool isOver)
    {
        _loops!.Counts[loop] = count;
        _loops.IsKnownOver[loop] = isOver;
    }
}
