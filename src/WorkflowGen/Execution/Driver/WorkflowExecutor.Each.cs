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

    /// <summary>The token of a node's elements: they are cancelled together.</summary>
    private CancellationToken TokenOf(int index) =>
        IsElement(index) ? (EachOf(_nodes[index].Owner).Cancellation ??= CancellationTokenSource.CreateLinkedTokenSource(RunToken)).Token : RunToken;
}
