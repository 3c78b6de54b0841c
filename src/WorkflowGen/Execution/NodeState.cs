namespace WorkflowGen.Execution;

/// <summary>Where a node of a run stands. The numbers are stored in snapshots and never change.</summary>
internal enum NodeStatus : byte
{
    Pending = 0,
    Ready = 1,
    Running = 2,

    /// <summary>Failed an attempt, the next is due at <see cref="NodeState.DueAt"/>.</summary>
    Waiting = 3,

    /// <summary>Done, but not yet durable: nothing that depends on it may start.</summary>
    Committing = 4,
    Completed = 5,
    Failed = 6,
    Skipped = 7,
    Cancelled = 8,
}

/// <summary>The executor's bookkeeping for one node.</summary>
internal struct NodeState
{
    public NodeStatus Status;

    /// <summary>Dependencies that have not settled.</summary>
    public int Remaining;

    /// <summary>The current or last attempt, from 1; 0 before the first.</summary>
    public int Attempt;

    /// <summary>When the current attempt became due: what the step sees as UtcNow.</summary>
    public DateTimeOffset DueAt;

    /// <summary>When the first attempt became due: what a total timeout counts from.</summary>
    public DateTimeOffset FirstDueAt;

    public DateTimeOffset StartedAt;

    /// <summary>When it completed, as recorded.</summary>
    public DateTimeOffset CompletedAt;

    /// <summary>The continuation of the current attempt; kept for the next run unless an attempt was abandoned.</summary>
    public StepContinuation? Continuation;

    public AttemptTimer? Timer;
}
