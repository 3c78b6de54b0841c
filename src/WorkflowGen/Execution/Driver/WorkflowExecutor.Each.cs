namespace WorkflowGen.Execution;

// [Each]: a node that is open while its elements are processed. It has nothing under way of its own, so that a run whose elements all wait can be suspended. Whatever ends it is decided when the record that decides
// it is written, and its own completion goes into the same commit: there is no moment between the two at which a crash could fall.
public abstract partial class WorkflowExecutor
{
    private EachState?[]? _each;

    /// <summary>Elements and items of streams that are gathered for a commit, or in one.</summary>
    private int _committingParts;

    /// <summary>Which node the k-th arrival of an [Each] is.</summary>
    protected int ArrivalOf(int node, int element) => EachOf(node).Arrivals[element];

    private EachState EachOf(int node) => (_each ??= new EachState?[Definition.NodeArray.Length])[node] ??= new EachState(Definition.NodeArray[node]);

    /// <summary>Forgets elements and streams of the run before.</summary>
    private void ResetParts()
    {
        ResetSlots();
        _committingParts = 0;
        foreach (var each in _each ?? [])
            each?.Reset();
        foreach (var stream in _streams ?? [])
            stream?.Reset();
    }

    private void OpenEach(int index)
    {
        ref var node = ref _nodes[index];
        node.Attempt = 1;
        node.Status = NodeStatus.Open;
        if (_journal is not null)
            node.StartedTicks = _time.GetUtcNow().UtcTicks;
        var each = EachOf(index);
        try
        {
            each.Limit = BeginElements(index);
        }
        catch (Exception exception)
        {
            FailEach(each, exception);
            return;
        }
        if (each.LastFailure is { } failure && (each.Definition.Enough == 0 || TotalOf(each) - each.Failed < each.Definition.Enough))
        {
            RecordFailureOfNode(each, failure.Exception);
            StopElements(each);
            FailNode(index, failure);
            return;
        }
        if (each.Definition.CompleteOn is >= 0 and var signal && _nodes[signal].Status == NodeStatus.Completed)
            EndEach(each);
        else if (each.Completed.Count > 0)
            AfterElement(each); // taken up again: what has completed may be enough, and only the elements be left that are dropped
        else
            AdvanceEach(each);
    }

    private void WakeEach(EachState each)
    {
        if (each.IsQueued || each.IsOver || _nodes[each.Node].Status != NodeStatus.Open)
            return;
        each.IsQueued = true;
        _ready.Enqueue(each.Node);
    }

    /// <summary>Begins as many elements as may be under way, and ends the node when there are no more.</summary>
    private void AdvanceEach(EachState each)
    {
        each.IsQueued = true; // what ends at once need not queue it: the loop sees it
        var raised = false;
        while (!each.IsOver && _stop == StopReason.None && !(raised = Volatile.Read(ref _raised) != 0))
        {
            while (each.Known?.Contains(each.Next) == true)
                each.Next++;
            if (each.Next >= TotalOf(each))
            {
                if (each.Active == 0)
                    FinishEach(each);
                break;
            }
            if (each.Held >= each.MaxParallel)
                break;
            if (each.Next < AvailableOf(each))
                StartElement(each, each.Next++);
            else if (!PullFor(each))
                break;
        }
        each.IsQueued = false;
        if (raised)
            WakeEach(each);
    }

    /// <summary>How many elements there will be, as far as is known.</summary>
    private int TotalOf(EachState each)
    {
        var total = each.Limit;
        foreach (var source in each.Sources)
        {
            if (source.Kind == EachSourceKind.Stream && StreamOf(source.Nodes[0]) is { IsClosed: true } stream)
                total = Math.Min(total, stream.Received);
            else if (source.Kind == EachSourceKind.Arrivals && each.SettledArrivals >= source.Nodes.Count)
                total = Math.Min(total, each.Arrivals.Count);
        }
        return total;
    }

    /// <summary>How many elements are there.</summary>
    private int AvailableOf(EachState each)
    {
        var available = each.Limit;
        foreach (var source in each.Sources)
        {
            if (source.Kind == EachSourceKind.Stream)
                available = Math.Min(available, StreamOf(source.Nodes[0]).Available);
            else if (source.Kind == EachSourceKind.Arrivals)
                available = Math.Min(available, each.Arrivals.Count);
        }
        return available;
    }

    private void StartElement(EachState each, int element)
    {
        var index = TakeSlot(each.Node, element, each.TakeWindow());
        var definition = Definition.NodeArray[each.Node];
        ref var slot = ref _nodes[index];
        if (_journal is not null)
            slot.DueTicks = DueOf(each, element);
        else if (definition.TakesContext)
            slot.DueTicks = _time.GetUtcNow().UtcTicks;

        // Counted from when the element's turn has come, which may be long after the node's.
        if (definition.TotalTimeout is not null)
            slot.FirstDueTicks = _time.GetUtcNow().UtcTicks;
        if (!definition.LocksElements || TryLock(index, definition))
            StartAttempt(index);
    }

    /// <summary>When all that the element takes was there, by the journal.</summary>
    private long DueOf(EachState each, int element)
    {
        var due = _nodes[each.Node].DueTicks;
        foreach (var source in each.Sources)
        {
            if (source.Kind == EachSourceKind.Stream)
                due = Math.Max(due, StreamOf(source.Nodes[0]).TimeOf(element));
            else if (source.Kind == EachSourceKind.Arrivals)
                due = Math.Max(due, _nodes[each.Arrivals[element]].SettledTicks);
        }
        return due;
    }

    private void ElementSucceeded(int index)
    {
        ref var slot = ref _nodes[index];
        var each = EachOf(slot.Owner);
        if (each.IsDraining)
        {
            if (_places is not null)
                ArmIfCompletedLate(index);
            DropElement(each, index);
            return;
        }

        if (_journal is null)
        {
            ArmIfUndone(index);
        }
        else
        {
            var completed = Math.Max(slot.StartedTicks, _time.GetUtcNow().UtcTicks);
            var ordinal = _nextOrdinal;
            try
            {
                ArmIfUndone(index);
                _journal.StepCompleted(
                    KeyOf(index), slot.Attempt, new DateTimeOffset(slot.StartedTicks, TimeSpan.Zero), new DateTimeOffset(completed, TimeSpan.Zero));
            }
            catch (Exception exception)
            {
                DisarmTo(ordinal);
                FailForGood(index, exception);
                return;
            }
            slot.Status = NodeStatus.Committing;
            _committingParts++;
            _gathered.Add(index);
        }
        each.Completed.Add(slot.Element);
        each.Active--;
        if (_journal is null)
            ReleaseElement(each, index);
        if (!each.IsOver && _nodes[each.Node].Status == NodeStatus.Open)
            AfterElement(each);
    }

    private void AfterElement(EachState each)
    {
        if (each.Definition.Enough > 0 && each.Completed.Count >= each.Definition.Enough)
        {
            EndEach(each);
            return;
        }
        if (each.Definition.HasUntil)
        {
            bool holds;
            try
            {
                holds = EvaluateUntil(each.Node, each.Completed);
            }
            catch (Exception exception)
            {
                FailEach(each, exception);
                return;
            }
            if (holds)
            {
                EndEach(each);
                return;
            }
        }
        WakeEach(each);
    }

    private void ElementCommitted(int index)
    {
        _committingParts--;
        var each = EachOf(_nodes[index].Owner);
        ReleaseElement(each, index);
        WakeEach(each);
    }

    private void ReleaseElement(EachState each, int index)
    {
        ref var slot = ref _nodes[index];
        foreach (var source in each.Sources)
        {
            if (source.Kind == EachSourceKind.Stream && StreamOf(source.Nodes[0]).Forget(slot.Element))
                ForgetItem(source.Nodes[0], slot.Element);
        }
        each.ReturnWindow(slot.Window);
        FreeSlot(index);
    }

    /// <summary>An element that nobody needs any more has ended, or need not begin again.</summary>
    private void DropElement(EachState each, int index)
    {
        StopClock(ref _nodes[index]);
        _journal?.StepCancelled(KeyOf(index), _time.GetUtcNow());
        each.Active--;
        ReleaseElement(each, index);
        if (each is { IsDraining: true, Active: 0 })
            CompleteEach(each);
    }

    /// <summary>An element has failed for good. True: its node has with it.</summary>
    private bool FailsEach(int index, FailedAttempt failure)
    {
        var each = EachOf(_nodes[index].Owner);
        each.Active--;
        each.Failed++;
        each.LastFailure = failure;
        ReleaseElement(each, index);
        if (each.IsOver || _nodes[each.Node].Status != NodeStatus.Open)
            return false; // it is not open yet where the run is failing or its turn has not come: what opens it will see
        if (each.Definition.Enough > 0 && TotalOf(each) - each.Failed >= each.Definition.Enough)
        {
            WakeEach(each);
            return false;
        }
        RecordFailureOfNode(each, failure.Exception);
        StopElements(each);
        return true;
    }

    private void RecordFailureOfNode(EachState each, Exception exception)
    {
        ref var node = ref _nodes[each.Node];
        node.SettledTicks = Math.Max(node.StartedTicks, _time.GetUtcNow().UtcTicks);
        RecordFailure(each.Node, exception, node.SettledTicks);
    }

    /// <summary>The node fails for a reason that is not one element's.</summary>
    private void FailEach(EachState each, Exception exception)
    {
        StopElements(each);
        FailForGood(each.Node, exception);
    }

    private void StopElements(EachState each)
    {
        each.IsOver = true;
        _nodes[each.Node].Status = NodeStatus.Failed;
        DropIdle(each, alsoStarting: true);
        LeaveSources(each);

        // Those under way are told, and their ends taken in.
        if (each.Cancellation is { } cancellation)
            NodeTimer.CancelQuietly(cancellation);
    }

    /// <summary>There are no more elements, and all have ended.</summary>
    private void FinishEach(EachState each)
    {
        if (each.LastFailure is { } failure && each.Completed.Count < each.Definition.Enough)
        {
            // Only now it is known that there will not be enough: the stream has closed.
            RecordFailureOfNode(each, failure.Exception);
            StopElements(each);
            FailNode(each.Node, failure);
            return;
        }
        CompleteEach(each);
    }

    /// <summary>What has completed is enough.</summary>
    private void EndEach(EachState each)
    {
        if (each.IsOver)
            return;
        each.IsOver = true;
        LeaveSources(each);
        if (each.Definition.Rest == Rest.Cancel)
        {
            CancelElements(each);
        }
        else
        {
            DropIdle(each, alsoStarting: false);
            each.IsDraining = each.Active > 0;
        }
        if (!each.IsDraining)
            CompleteEach(each);
    }

    private void CompleteEach(EachState each)
    {
        each.IsOver = true;
        each.IsDraining = false;
        try
        {
            CompleteElements(each.Node, each.Completed);
        }
        catch (Exception exception)
        {
            FailForGood(each.Node, exception);
            return;
        }
        LeaveSources(each);
        NodeSucceeded(each.Node);
    }

    /// <summary>Gives up an [Each] that has not settled, or has failed; also one that had begun before the run was taken up, and is not open yet.</summary>
    private void GiveUpElements(int index)
    {
        if (_each?[index] is not { } each)
            return;
        each.IsOver = true;
        each.IsDraining = false;
        if (_nodes[index].Status == NodeStatus.Open)
            LeaveSources(each);
        CancelElements(each);
    }

    /// <summary>Gives up every element of the node that has not completed. Those under way are told to stop; their ends are nobody's.</summary>
    private void CancelElements(EachState each)
    {
        var freed = false;
        for (var i = Definition.NodeArray.Length; i < _slots; i++)
        {
            ref var slot = ref _nodes[i];
            if (slot.Owner != each.Node || !IsElement(i) || slot.Status == NodeStatus.Committing)
                continue;
            if (slot.Status == NodeStatus.Running)
            {
                _attemptAbandoned = true;
                LeaveRunningChild(i);
                slot.Continuation = null;
            }
            if (slot.Status is NodeStatus.Running or NodeStatus.Starting)
                _inFlight--;
            else if (slot.Status == NodeStatus.Waiting)
                LeaveWait(i);
            DropElement(each, i);
            freed = true;
        }
        if (freed)
            ForgetFreed();
        if (each.Cancellation is { } cancellation)
            NodeTimer.CancelQuietly(cancellation);
    }

    /// <summary>Gives up the elements that wait for their next attempt.</summary>
    private void DropIdle(EachState each, bool alsoStarting)
    {
        var freed = false;
        for (var i = Definition.NodeArray.Length; i < _slots; i++)
        {
            ref var slot = ref _nodes[i];
            if (slot.Owner != each.Node || !IsElement(i))
                continue;
            switch (slot.Status)
            {
                case NodeStatus.Waiting when slot.AwaitsChild && !alsoStarting:
                    continue; // it has begun
                case NodeStatus.Waiting:
                    LeaveWait(i);
                    break;
                case NodeStatus.Ready or NodeStatus.Held:
                    break;
                case NodeStatus.Starting when alsoStarting:
                    _inFlight--;
                    break;
                default:
                    continue;
            }
            DropElement(each, i);
            freed = true;
        }
        if (freed)
            ForgetFreed();
    }

    /// <summary>An element waits no more; a child that it waits for is cancelled.</summary>
    private void LeaveWait(int index)
    {
        if (_nodes[index].AwaitsChild)
            LeaveChild(index);
        else
            EndWait(index);
    }

    /// <summary>A slot may have another element before the commit ends that its last one stood in.</summary>
    private void ForgetFreed()
    {
        Forget(_gathered);
        Forget(_inCommit);

        void Forget(List<int> indices)
        {
            for (var i = 0; i < indices.Count; i++)
            {
                if (IsElement(indices[i]) && _nodes[indices[i]].Owner < 0)
                    indices[i] = -1;
            }
        }
    }

    /// <summary>A node has settled that elements come from, or that ends them.</summary>
    private void TellEach(NodeDefinition settled)
    {
        var completed = _nodes[settled.Index].Status == NodeStatus.Completed;
        foreach (var taker in settled.ArrivesAt)
        {
            if (_loops is not null && HoldsArrival(settled.Index, taker))
                continue; // told when the loop is over
            TellArrival(settled.Index, taker);
        }
        foreach (var ended in completed ? settled.Completes : [])
        {
            if (_nodes[ended].Status == NodeStatus.Open)
                EndEach(EachOf(ended));
        }
    }

    private void TellArrival(int from, int taker)
    {
        var each = EachOf(taker);
        each.SettledArrivals++;
        if (_nodes[from].Status == NodeStatus.Completed)
            each.Arrivals.Add(from);
        WakeEach(each);
    }

    /// <summary>A new round of a loop begins the node anew.</summary>
    private void RenewParts(int index)
    {
        if (Definition.NodeArray[index].Each is not null)
        {
            var each = EachOf(index);
            for (var i = Definition.NodeArray.Length; i < _slots; i++)
            {
                if (_nodes[i].Owner != index || !IsElement(i))
                    continue;
                _committingParts--; // what is left is in a commit, and needs nothing any more
                FreeSlot(i);
            }
            ForgetFreed();
            each.Reset();
        }
        else if (Definition.NodeArray[index].IsStream)
        {
            var stream = StreamOf(index);
            AbandonPull(stream);
            _committingParts -= _journal is null ? 0 : stream.Received - stream.Available;
            stream.Reset();
        }
    }

    /// <summary>The token of a node's elements: they are cancelled together.</summary>
    private CancellationToken TokenOf(int index) =>
        IsElement(index) ? (EachOf(_nodes[index].Owner).Cancellation ??= CancellationTokenSource.CreateLinkedTokenSource(RunToken)).Token : RunToken;
}
