namespace WorkflowGen.Execution;

// A new round of a loop: everything in its region is pending again.
public abstract partial class WorkflowExecutor
{
    /// <summary>Everything in the region is pending again. The loop's last node, which leads here, has not been counted as settled.</summary>
    private void StartRound(int loop)
    {
        var loops = _loops!;
        var definition = loops.Plan.Loops[loop];
        var began = _nodes[definition.End].SettledTicks;

        foreach (var index in definition.RegionArray)
            CutShort(index, began);
        // Before anything of the round before is overwritten.
        BeginRound(loop);
        _journal?.RoundStarted(loop, new DateTimeOffset(began, TimeSpan.Zero));
        foreach (var reopened in loops.Plan.Reopened[loop])
            TakeBack(reopened, definition);
        loops.Begin(loop, began);

        foreach (var index in definition.RegionArray)
        {
            ref var node = ref _nodes[index];
            if (HasSettled(index) && index != definition.End && !Definition.NodeArray[index].IsBackground)
                _unsettled++;
            _restoring?.Remove(index);
            RenewParts(index);
            _outOfReach?.Remove(index);
            node.Status = NodeStatus.Pending;
            node.Round++;
            node.Attempt = 0;
            node.IsPutOff = false;
        }
        if (_outputNode >= 0 && LoopPlan.Contains(definition, _outputNode))
            _outputNode = FirstOutput();
        TellArrivalsAgain(definition);
        foreach (var index in definition.RegionArray)
        {
            ref var node = ref _nodes[index];
            node.Remaining = CountRemaining(index);
            if (node.Remaining == 0)
            {
                node.Status = NodeStatus.Ready;
                _ready.Enqueue(index);
            }
        }
        foreach (var index in loops.ToRecount)
            _nodes[index].Remaining = CountRemaining(index);
        loops.ToRecount.Clear();
        CancelAgain(definition);
        CancelQueued(); // also losers of joins that are decided already
    }

    // A signal has come, and comes once, or a join outside is decided: what that cancels is cancelled in the rounds to come, as it is where the run is taken up in one of them.
    private void CancelAgain(LoopDefinition definition)
    {
        foreach (var signal in Definition.CancellingArray)
        {
            if (_nodes[signal].Status != NodeStatus.Completed || !HasSettled(signal))
                continue;
            foreach (var cancelled in Definition.NodeArray[signal].Cancels!)
            {
                if (LoopPlan.Contains(definition, cancelled))
                    ToCancel(cancelled, Math.Max(_nodes[signal].SettledTicks, _nodes[definition.End].SettledTicks), withWhatLeadsThere: false);
            }
        }
        foreach (var join in Definition.JoinArray)
        {
            if (join.Rest != Rest.Cancel || !_joins[join.Index].IsDecided || LoopPlan.Contains(definition, join.Owner))
                continue;
            foreach (var member in join.MemberArray)
            {
                if (LoopPlan.Contains(definition, member))
                    ToCancel(member, Math.Max(_joins[join.Index].DecidedTicks, _nodes[definition.End].SettledTicks), withWhatLeadsThere: true);
            }
        }
    }

    /// <summary>What a new round finds under way, or in line, has lost: it ends, and what it may have got done, but is not durable yet, leads to nothing.</summary>
    private void CutShort(int index, long at)
    {
        var definition = Definition.NodeArray[index];
        ref var node = ref _nodes[index];
        if (node.Status != NodeStatus.Failing && EndStream(index))
            return;
        switch (node.Status)
        {
            case NodeStatus.Running or NodeStatus.Starting or NodeStatus.Waiting or NodeStatus.Open:
                GiveUp(index);
                _journal?.StepCancelled(KeyOf(index), new DateTimeOffset(at, TimeSpan.Zero));
                break;
            case NodeStatus.Pending or NodeStatus.Ready or NodeStatus.Held:
                GiveUp(index);
                return;
            case NodeStatus.Committing or NodeStatus.Failing:
                _committing--;
                if (definition.IsBackground)
                    _committingUnasked--;
                break;
            default:
                break;
        }
        if (definition.Each is not null)
            GiveUpElements(index); // of one that has failed
        Strike(_gathered, index);
        Strike(_inCommit, index);
    }

    private static void Strike(List<int> list, int index)
    {
        var place = list.IndexOf(index);
        if (place >= 0)
            list[place] = -1;
    }

    private int CountRemaining(int index)
    {
        var definition = Definition.NodeArray[index];
        var remaining = 0;
        foreach (var edge in _loops!.Plan.Incoming[index])
        {
            if (definition.WaitsFor(edge.From) && !IsDelivered(edge))
                remaining++;
        }
        return remaining + ReopenJoins(definition);
    }

    /// <summary>A loop begins anew that was over: what has been told that, and has not begun, waits again.</summary>
    private void TakeBack(int loop, LoopDefinition around)
    {
        foreach (var edge in _loops!.Plan.Held[loop])
        {
            ref var node = ref _nodes[edge.To];
            if (LoopPlan.Contains(around, edge.To) || node.Status is not (NodeStatus.Pending or NodeStatus.Ready) || !IsDelivered(edge))
                continue;
            node.Status = NodeStatus.Pending;
            if (Definition.NodeArray[edge.To].JoinArray.Length == 0)
                node.Remaining++;
            else
                _loops.ToRecount.Add(edge.To);
        }
    }

    // What has settled outside of the region is an element of every round, in the order in which it came.
    private void TellArrivalsAgain(LoopDefinition definition)
    {
        foreach (var to in definition.RegionArray)
        {
            if (Definition.NodeArray[to].Each is not { } each)
                continue;
            foreach (var from in each.Sources.Where(s => s.Kind == EachSourceKind.Arrivals).SelectMany(s => s.Nodes).Where(n => HasSettled(n) && !HoldsArrival(n, to)).OrderBy(n => _nodes[n].Order))
                TellArrival(from, to);
        }
    }
}
