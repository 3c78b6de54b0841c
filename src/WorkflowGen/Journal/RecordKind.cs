namespace WorkflowGen.Journal;

/// <summary>What a journal entry says. The numbers are stored and never change; new kinds get new numbers.</summary>
internal enum RecordKind : byte
{
    RunStarted = 1,
    AttemptStarted = 2,
    StepCompleted = 3,
    StepSkipped = 4,
    AttemptFailed = 5,
    RunEnded = 6,
    RunParked = 7,
    RunReleased = 8,
    CancelRequested = 9,
    RoundStarted = 10,
    StepCancelled = 11,
    ItemReceived = 12,
    StreamClosed = 13,
    ChildStarted = 14,
    CompensationArmed = 15,
    Compensated = 16,
    CompensationFailed = 17,
    Heartbeat = 18,
    RunClosing = 19,

    /// <summary>The run stands for a completed child that is to be undone: nothing runs but compensations.</summary>
    UndoRequested = 20,

    /// <summary>A child that nobody waits for any more was told to end.</summary>
    ChildLeft = 21,

    /// <summary>A child that was left has ended.</summary>
    ChildEnded = 22,

    /// <summary>The run was given back in another queue.</summary>
    RunMoved = 23,

    /// <summary>A build of another shape has taken up the run, and goes on with it.</summary>
    ShapeMet = 24,

    /// <summary>Not an entry of the journal but what stands for the entries folded into it.</summary>
    Snapshot = 64,
}
