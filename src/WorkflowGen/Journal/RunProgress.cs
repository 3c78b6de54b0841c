using WorkflowGen.Execution;

namespace WorkflowGen.Journal;

/// <summary>Where a node stands by its journal: Pending, Running (only for steps whose start is recorded), Waiting, Completed, Failed, Skipped or Cancelled.</summary>
internal struct NodeProgress
{
    public NodeStatus Status;

    /// <summary>The attempt that settled it or is under way; while it waits, the next one.</summary>
    public int Attempt;

    /// <summary>When it settled or its attempt started; while it waits, when the next attempt is due.</summary>
    public DateTimeOffset At;

    /// <summary>From 1; see <see cref="NodeKey.Round"/>.</summary>
    public int Round;

    /// <summary>Its place in the order in which the nodes of the run settled, from 1; 0: it has not.</summary>
    public long Order;

    public StepFailure? Failure;

    /// <summary>Running is its child, since <see cref="At"/>.</summary>
    public bool AwaitsChild;

    public readonly bool HasSettled => Status is NodeStatus.Completed or NodeStatus.Failed or NodeStatus.Skipped or NodeStatus.Cancelled;
}

/// <summary>
/// The state of a run as its journal tells it, kept up to date record by record: folded from the store when a run is taken up, and beside the executor while it runs, to be written into snapshots.
/// A record that does not follow from the ones before is refused, and nothing changes.
/// </summary>
internal sealed partial class RunProgress
{
    private long _settled;

    private RunProgress(string shape, DateTimeOffset startedAt, string traceParent, int nodes)
    {
        Shape = shape;
        StartedAt = startedAt;
        TraceParent = traceParent;
        Nodes = new NodeProgress[nodes];
        foreach (ref var node in Nodes.AsSpan())
            node.Round = 1;
    }

    public static RunProgress For(WorkflowDefinition definition, string shape, DateTimeOffset startedAt, string traceParent) => new(shape, startedAt, traceParent, definition.NodeArray.Length)
    {
        Loops = definition.LoopPlan is { } loops ? new LoopRounds(loops, definition.NodeArray.Length) : null,
        HasPrevious = definition.Previous.Count == 0 ? [] : new bool[definition.Previous.Count],
    };

    public string Shape { get; }

    public DateTimeOffset StartedAt { get; }

    public string TraceParent { get; }

    public NodeProgress[] Nodes { get; }

    public DateTimeOffset? CancelRequestedAt { get; set; }

    /// <summary>The size of all entries so far.</summary>
    public long JournalBytes { get; set; }

    /// <summary>The size of what resuming the run reads: the latest snapshot and the entries after it.</summary>
    public long ResumeBytes { get; private set; }

    /// <summary>What it can undo and how it closes; null: nothing, and it does not.</summary>
    public ClosingProgress? ClosingOrNull { get; private set; }

    /// <summary>The same, made where there is none.</summary>
    public ClosingProgress Closing
    {
        get => ClosingOrNull ??= new ClosingProgress();
        set => ClosingOrNull = value;
    }

    public bool HasEnded { get; private set; }

    /// <summary>An entry was added.</summary>
    public void Recorded(int length)
    {
        JournalBytes += length;
        ResumeBytes += length;
    }

    /// <summary>A snapshot stands for the entries so far.</summary>
    public void Folded(int length) => ResumeBytes = length;

    public void AttemptStarted(NodeKey key, int attempt, DateTimeOffset at)
    {
        if (key.Element >= 0)
        {
            ElementStarted(key, attempt, at);
            return;
        }
        Open(key, attempt, "starts");
        Set(key.Node, NodeStatus.Running, attempt, at);
    }

    public void ChildStarted(NodeKey key, int attempt, DateTimeOffset at)
    {
        if (key.Element >= 0)
        {
            ElementStarted(key, attempt, at);
            return;
        }
        Open(key, attempt, "starts its child");
        Set(key.Node, NodeStatus.Running, attempt, at);
        Nodes[key.Node].AwaitsChild = true;
    }

    public void Completed(NodeKey key, int attempt, DateTimeOffset at)
    {
        if (key.Element >= 0)
        {
            ElementCompleted(key, attempt);
            return;
        }
        Open(key, attempt, "completes");
        _elements.Remove(key.Node);
        Settle(key.Node, NodeStatus.Completed, attempt, at);
    }

    public void Skipped(NodeKey key, DateTimeOffset at)
    {
        CheckRound(key, "is skipped");
        if (HasEnded || Nodes[key.Node].Status != NodeStatus.Pending)
            throw Refused("is skipped", key.Node);
        Settle(key.Node, NodeStatus.Skipped, 0, at);
    }

    public void Cancelled(NodeKey key, DateTimeOffset at)
    {
        if (key.Element >= 0)
        {
            ElementCancelled(key);
            return;
        }
        CheckRound(key, "is cancelled");
        if (HasEnded || Nodes[key.Node].HasSettled)
            throw Refused("is cancelled", key.Node);
        _elements.Remove(key.Node);
        Settle(key.Node, NodeStatus.Cancelled, Nodes[key.Node].Attempt, at);
    }

    public void AttemptFailed(NodeKey key, int attempt, DateTimeOffset startedAt, DateTimeOffset at, DateTimeOffset? retryAt, StepFailure failure)
    {
        if (key.Element >= 0)
        {
            ElementFailed(key, attempt, startedAt, retryAt, failure);
            return;
        }
        if (retryAt is not null || !IsLoopEnd(key, attempt))
            Open(key, attempt, "fails");
        if (retryAt is { } due)
        {
            Set(key.Node, NodeStatus.Waiting, attempt + 1, due);
            return;
        }
        Settle(key.Node, NodeStatus.Failed, attempt, at);
        Nodes[key.Node].Failure = failure;
    }

    /// <summary>An operator has released the run: steps whose start was recorded, but not their end, may be started again.</summary>
    public void Released(WorkflowDefinition definition, DateTimeOffset at)
    {
        ClosingOrNull?.Released(at);
        for (var i = 0; i < Nodes.Length; i++)
        {
            if (Nodes[i].Status == NodeStatus.Running && !Nodes[i].AwaitsChild)
                Set(i, NodeStatus.Pending, 0, default);
        }
        foreach (var (node, elements) in _elements)
        {
            if (definition.NodeArray[node].Kind != NodeKind.Child) // those run on
                elements.Released();
        }
    }

    public void Ended()
    {
        if (HasEnded)
            throw new JournalException(JournalFailure.Corrupt, "The journal ends twice.");
        HasEnded = true;
    }

    /// <summary>Takes over what a snapshot says of a node.</summary>
    /// <param name="order">Its place in the order of settlement; 0: it has not settled.</param>
    public void Restore(NodeKey key, in SnapshotNode snapshot, long order)
    {
        ref var node = ref Nodes[key.Node];
        if (node.Status != NodeStatus.Pending)
            throw new JournalException(JournalFailure.Corrupt, $"The snapshot has node {key.Node} twice.");
        Set(key.Node, snapshot.Status, snapshot.Attempt, snapshot.At);
        node.Round = key.Round;
        node.Failure = snapshot.Failure;
        node.Order = order;
        _settled = Math.Max(_settled, order);
    }

    /// <summary>Whether the node's handoff may still be asked for: it completed, and is the run's output or something that depends on it has not settled.</summary>
    public bool IsLive(WorkflowDefinition definition, int node)
    {
        if (Nodes[node].Status != NodeStatus.Completed)
            return false;
        if (definition.NodeArray[node].IsOutput)
            return true;
        if (IsNeededByElements(definition, node))
            return true;
        if (Loops is not null)
            return IsNeededInLoops(definition, node);
        foreach (var successor in definition.NodeArray[node].SuccessorArray)
        {
            if (!Nodes[successor].HasSettled)
                return true;
        }
        return false;
    }

    /// <summary>The node whose result is the run's: of several that could be, the one that completed first. −1: none has.</summary>
    public int OutputOf(WorkflowDefinition definition)
    {
        var output = -1;
        foreach (var candidate in definition.OtherOutputs.Append(definition.Output))
        {
            if (candidate >= 0 && Nodes[candidate].Status == NodeStatus.Completed && (output < 0 || Nodes[candidate].Order < Nodes[output].Order))
                output = candidate;
        }
        return output;
    }

    private void Open(NodeKey key, int attempt, string what)
    {
        CheckRound(key, what);
        ref var progress = ref Nodes[key.Node];
        if (HasEnded || progress.HasSettled || attempt < progress.Attempt || attempt < 1)
            throw Refused(what, key.Node);
    }

    private void Settle(int node, NodeStatus status, int attempt, DateTimeOffset at)
    {
        Set(node, status, attempt, at);
        Nodes[node].Order = ++_settled;
        Forget(node);
    }

    private void Set(int node, NodeStatus status, int attempt, DateTimeOffset at)
    {
        ref var progress = ref Nodes[node];
        progress.Status = status;
        progress.Attempt = attempt;
        progress.At = at;
        progress.AwaitsChild = false;
    }

    private JournalException Refused(string what, int node) => new(
        JournalFailure.Corrupt,
        $"By the journal node {node} {what}, which cannot be: {(HasEnded ? "the run has ended" : $"it is {Nodes[node].Status}, attempt {Nodes[node].Attempt}")}.");
}
