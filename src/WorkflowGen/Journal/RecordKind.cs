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

    /// <summary>Not an entry of the journal but what stands for the entries folded into it.</summary>
    Snapshot = 64,
}
