namespace WorkflowGen.Storage;

/// <summary>Where a run stands. The numbers are stored and never change.</summary>
public enum RunStatus : byte
{
    /// <summary>Accepted; no worker has begun it.</summary>
    Pending = 1,

    /// <summary>Begun, and held by a worker or waiting for one to take it up again.</summary>
    Running = 2,

    /// <summary>Waits for a time (<see cref="RunHead.WakeAt"/>) or an event, and is held by nobody.</summary>
    Suspended = 3,

    /// <summary>Undoes finished steps on its way to Failed or Cancelled.</summary>
    Compensating = 4,

    /// <summary>Every reachable step has settled. Terminal.</summary>
    Completed = 5,

    /// <summary>A step failed for good. Terminal.</summary>
    Failed = 6,

    /// <summary>Cancelled on request. Terminal.</summary>
    Cancelled = 7,

    /// <summary>Set aside with a reason, for an operator: nothing is lost and no worker takes it up until it is released.</summary>
    Parked = 8,
}

/// <summary>Questions about a <see cref="RunStatus"/>.</summary>
public static class RunStatusExtensions
{
    /// <summary>Whether the run has ended and will not change again.</summary>
    public static bool IsTerminal(this RunStatus status) => status is RunStatus.Completed or RunStatus.Failed or RunStatus.Cancelled;
}
