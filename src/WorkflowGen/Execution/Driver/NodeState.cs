namespace WorkflowGen.Execution;

/// <summary>Where a node of a run stands. The numbers are stored in snapshots and never change.</summary>
internal enum NodeStatus : byte
{
    Pending = 0,
    Ready = 1,
    Running = 2,

    /// <summary>Failed an attempt; the next is due at <see cref="NodeState.DueTicks"/>.</summary>
    Waiting = 3,

    /// <summary>Done, but not yet durable: nothing that depends on it may start.</summary>
    Committing = 4,
    Completed = 5,
    Failed = 6,
    Skipped = 7,

    /// <summary>Cancelled while the run goes on: it has settled.</summary>
    Cancelled = 8,

    /// <summary>An at-most-once step whose start is being made durable before it begins.</summary>
    Starting = 9,

    /// <summary>An [Each] whose elements are processed, or a stream that may have more items: nothing of its own is under way.</summary>
    Open = 10,

    /// <summary>Its attempt ended as it was told to, when the run was to stop. It has not settled: it runs again when the run is resumed.</summary>
    Stopped = 11,

    /// <summary>Failed for good, and that is handled; not yet durable: nothing that depends on it may start.</summary>
    Failing = 12,

    /// <summary>It could start, but for an [Exclusive] or a [Limit]: it is in line.</summary>
    Held = 13,
}

/// <summary>The executor's bookkeeping for one node, or for one element of an [Each] that is under way. Times are UTC ticks.</summary>
internal struct NodeState
{
    public NodeStatus Status;

    /// <summary>For an element's slot: the [Each] node; −1 while no element has it.</summary>
    public int Owner;

    /// <summary>For an element's slot: which element of the owner.</summary>
    public int Element;

    /// <summary>For an element's slot: the number by which generated code keeps its awaiter.</summary>
    public int Window;

    /// <summary>Dependencies that have not settled.</summary>
    public int Remaining;

    /// <summary>The current or last attempt, from 1; 0 before the first.</summary>
    public int Attempt;

    /// <summary>From 1; see <see cref="NodeKey.Round"/>.</summary>
    public int Round;

    /// <summary>When the current attempt became due: what the step sees as UtcNow.</summary>
    public long DueTicks;

    /// <summary>When the first attempt became due: what a total timeout counts from.</summary>
    public long FirstDueTicks;

    public long StartedTicks;

    /// <summary>Monotonic timestamp of the attempt's start, and how long it may take; set only where it has a clock.</summary>
    public long StartedAt;

    public TimeSpan Limit;

    /// <summary>When it settled: as recorded, or (skipped) when what it waited for had.</summary>
    public long SettledTicks;

    /// <summary>With [Limit]: the attempt's leave to run, or its place in line for that.</summary>
    public LimitTicket? Ticket;

    /// <summary>Of a transactional step: the attempt's transaction, asked for or open.</summary>
    public StepTransaction? Transaction;

    /// <summary>In a graph with loops: its place in the order in which nodes settled.</summary>
    public long Order;

    /// <summary>Takes the end of the current attempt; kept for the next run unless an attempt was abandoned.</summary>
    public StepContinuation? Continuation;

    /// <summary>The clock that runs against the current attempt or wait.</summary>
    public NodeTimer? Timer;

    /// <summary>Its [Delay] has been begun: when it is ready again, its time has come. Of no meaning once it has begun itself.</summary>
    public bool IsPutOff;

    /// <summary>It is held because it runs on workers of another queue.</summary>
    public bool IsElsewhere;

    /// <summary>The signs of life of the current or last attempt; null: nobody asks for them.</summary>
    public AttemptPulse? Pulse;

    /// <summary>It waits for its child's end, rather than for a time or a signal.</summary>
    public bool AwaitsChild;

    public readonly bool IsSettled => Status is NodeStatus.Completed or NodeStatus.Skipped or NodeStatus.Cancelled or NodeStatus.Failed;
}
