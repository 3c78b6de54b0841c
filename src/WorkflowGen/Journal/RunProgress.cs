using WorkflowGen.Execution;

namespace WorkflowGen.Journal;

/// <summary>Where a node stands by its journal: Pending, Running (only for steps whose start is recorded), Waiting, Completed, Failed or Skipped.</summary>
internal struct NodeProgress
{
    public NodeStatus Status;

    /// <summary>The attempt that settled it or is under way; while it waits, the next one.</summary>
    public int Attempt;

    /// <summary>When it settled or its attempt started; while it waits, when the next attempt is due.</summary>
    public DateTimeOffset At;

    public StepFailure? Failure;

    public readonly bool HasSettled => Status is NodeStatus.Completed or NodeStatus.Failed or NodeStatus.Skipped;
}

/// <summary>
/// The state of a run as its journal tells it, kept up to date record by record: folded from the store when a run is taken up, and beside the executor while it runs, to be written into snapshots.
/// A record that does not follow from the ones before is refused, and nothing changes.
/// </summary>
internal sealed class RunProgress(string shape, DateTimeOffset startedAt, string traceParent, int nodes)
{
    public string Shape { get; } = shape;

    public DateTimeOffset StartedAt { get; } = startedAt;

    public string TraceParent { get; } = traceParent;

    public NodeProgress[] Nodes { get; } = new NodeProgress[nodes];

    public DateTimeOffset? CancelRequestedAt { get; set; }

    /// <summary>The size of all entries so far.</summary>
    public long JournalBytes { get; set; }

    public bool HasEnded { get; private set; }

    public void AttemptStarted(int node, int attempt, DateTimeOffset at)
    {
        Open(node, attempt, "starts");
        Set(node, NodeStatus.Running, attempt, at);
    }

    public void Completed(int node, int attempt, DateTimeOffset at)
    {
        Open(node, attempt, "completes");
        Set(node, NodeStatus.Completed, attempt, at);
    }

    public void Skipped(int node, DateTimeOffset at)
    {
        if (HasEnded || Nodes[node].Status != NodeStatus.Pending)
            throw Refused("is skipped", node);
        Set(node, NodeStatus.Skipped, 0, at);
    }

    public void AttemptFailed(int node, int attempt, DateTimeOffset at, DateTimeOffset? retryAt, StepFailure failure)
    {
        Open(node, attempt, "fails");
        if (retryAt is { } due)
        {
            Set(node, NodeStatus.Waiting, attempt + 1, due);
            return;
        }
        Set(node, NodeStatus.Failed, attempt, at);
        Nodes[node].Failure = failure;
    }

    /// <summary>An operator has released the run: steps whose start was recorded, but not their end, may be started again.</summary>
    public void Released()
    {
        for (var i = 0; i < Nodes.Length; i++)
        {
            if (Nodes[i].Status == NodeStatus.Running)
                Nodes[i] = default;
        }
    }

    public void Ended()
    {
        if (HasEnded)
            throw new JournalException(JournalFailure.Corrupt, "The journal ends twice.");
        HasEnded = true;
    }

    /// <summary>Takes over what a snapshot says of a node.</summary>
    public void Restore(int node, in SnapshotNode snapshot)
    {
        if (Nodes[node].Status != NodeStatus.Pending)
            throw new JournalException(JournalFailure.Corrupt, $"The snapshot has node {node} twice.");
        Set(node, snapshot.Status, snapshot.Attempt, snapshot.At);
        Nodes[node].Failure = snapshot.Failure;
    }

    /// <summary>Whether the node's handoff may still be asked for: it completed, and is the run's output or something that depends on it has not settled.</summary>
    public bool IsLive(WorkflowDefinition definition, int node)
    {
        if (Nodes[node].Status != NodeStatus.Completed)
            return false;
        if (definition.Output == node)
            return true;
        foreach (var successor in definition.NodeArray[node].SuccessorArray)
        {
            if (!Nodes[successor].HasSettled)
                return true;
        }
        return false;
    }

    private void Open(int node, int attempt, string what)
    {
        ref var progress = ref Nodes[node];
        if (HasEnded || progress.HasSettled || attempt < progress.Attempt || attempt < 1)
            throw Refused(what, node);
    }

    private void Set(int node, NodeStatus status, int attempt, DateTimeOffset at)
    {
        ref var progress = ref Nodes[node];
        progress.Status = status;
        progress.Attempt = attempt;
        progress.At = at;
    }

    private JournalException Refused(string what, int node) => new(
        JournalFailure.Corrupt,
        $"By the journal node {node} {what}, which cannot be: {(HasEnded ? "the run has ended" : $"it is {Nodes[node].Status}, attempt {Nodes[node].Attempt}")}.");
}
