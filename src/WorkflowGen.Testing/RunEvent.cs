using WorkflowGen.Storage;

namespace WorkflowGen.Testing;

/// <summary>What a record of a run's journal says.</summary>
public enum RunEventKind
{
    /// <summary>The run was started, with <see cref="RunEvent.Value"/> as its inputs.</summary>
    Started,

    /// <summary>A step that must not run twice is about to begin.</summary>
    Starting,

    /// <summary>A step, an element or a wait has completed; <see cref="RunEvent.Value"/> is what it handed over (null where a signal timed out).</summary>
    Completed,

    /// <summary>A node was skipped.</summary>
    Skipped,

    /// <summary>An attempt failed, and another follows at <see cref="RunEvent.RetryAt"/>.</summary>
    AttemptFailed,

    /// <summary>A step has failed for good.</summary>
    Failed,

    /// <summary>A node was cancelled while the run went on.</summary>
    StepCancelled,

    /// <summary>A loop has begun another round.</summary>
    RoundStarted,

    /// <summary>A stream has handed over an item.</summary>
    ItemReceived,

    /// <summary>A stream has no more items.</summary>
    StreamClosed,

    /// <summary>A child was started: <see cref="RunEvent.Child"/>.</summary>
    ChildStarted,

    /// <summary>A child that nobody waits for any more was told to end: <see cref="RunEvent.Child"/>.</summary>
    ChildLeft,

    /// <summary>A child that was given up has ended, with <see cref="RunEvent.Status"/>.</summary>
    ChildEnded,

    /// <summary>A step that completed can be undone from here on.</summary>
    CompensationArmed,

    /// <summary>A step was undone.</summary>
    Compensated,

    /// <summary>An attempt at undoing a step failed.</summary>
    CompensationFailed,

    /// <summary>A step has reported progress.</summary>
    Heartbeat,

    /// <summary>The steps are over; compensations and [Finally] steps follow.</summary>
    Closing,

    /// <summary>It was asked to be cancelled.</summary>
    CancelRequested,

    /// <summary>It was set aside for an operator.</summary>
    Parked,

    /// <summary>An operator has let it go on.</summary>
    Released,

    /// <summary>The run stands for a completed child that is undone.</summary>
    UndoRequested,

    /// <summary>The run has ended, with <see cref="RunEvent.Status"/>.</summary>
    Ended,
}

/// <summary>One record of a run's journal, to assert on.</summary>
/// <param name="Sequence">Its place in the journal, from 1.</param>
/// <param name="Kind">What it says.</param>
/// <param name="At">When that happened, counted from the beginning of the run.</param>
public sealed record RunEvent(long Sequence, RunEventKind Kind, TimeSpan At)
{
    /// <summary>The node, without round and element; null: it is about the run.</summary>
    public string? Step { get; init; }

    /// <summary>The node's round, from 1.</summary>
    public int Round { get; init; } = 1;

    /// <summary>Which element of an [Each], from 0; null: the node as a whole.</summary>
    public int? Element { get; init; }

    /// <summary>The attempt, from 1; 0: it is about none.</summary>
    public int Attempt { get; init; }

    /// <summary>The inputs, what was handed over, the item, or the progress, as JSON; null: there is none.</summary>
    public string? Value { get; init; }

    /// <summary>The full name of the exception's type.</summary>
    public string? ErrorType { get; init; }

    /// <summary>The exception's message, or why the run was parked.</summary>
    public string? Reason { get; init; }

    /// <summary>When the next attempt is due, counted from the beginning of the run.</summary>
    public TimeSpan? RetryAt { get; init; }

    /// <summary>The child's run id.</summary>
    public string? Child { get; init; }

    /// <summary>The number of the item, from 0.</summary>
    public int? Item { get; init; }

    /// <summary>How the run (or the child that was given up) ends, or will.</summary>
    public RunStatus? Status { get; init; }

    /// <summary>The node as the journal names it: <c>Charge</c>, <c>Price[3]</c>, <c>Fetch/2</c>; empty: it is about the run.</summary>
    public string Node => Step is null ? "" : $"{Step}{(Element is { } element ? $"[{element}]" : "")}{(Round > 1 ? $"/{Round}" : "")}";

    /// <summary>Short, for assertions on what happened in which order: <c>completed Charge</c>, <c>failed Charge</c>, <c>ended Completed</c>.</summary>
    public override string ToString() => Kind switch
    {
        RunEventKind.Started => "started",
        RunEventKind.Starting => $"starting {Node}",
        RunEventKind.Completed => $"completed {Node}",
        RunEventKind.Skipped => $"skipped {Node}",
        RunEventKind.AttemptFailed => $"attempt {Attempt} failed {Node}",
        RunEventKind.Failed => $"failed {Node}",
        RunEventKind.StepCancelled => $"cancelled {Node}",
        RunEventKind.RoundStarted => $"round after {Node}",
        RunEventKind.ItemReceived => $"item {Item} of {Node}",
        RunEventKind.StreamClosed => $"closed {Node}",
        RunEventKind.ChildStarted => $"started child {Node}",
        RunEventKind.ChildLeft => $"gave up child {Node}",
        RunEventKind.ChildEnded => $"child {Node} ended {Status}",
        RunEventKind.CompensationArmed => $"can undo {Node}",
        RunEventKind.Compensated => $"compensated {Node}",
        RunEventKind.CompensationFailed => $"{(RetryAt is null ? "failed" : "attempt failed")} to compensate {Node}",
        RunEventKind.Heartbeat => $"heartbeat {Node}",
        RunEventKind.Closing => $"closing {Status}",
        RunEventKind.CancelRequested => "cancel requested",
        RunEventKind.Parked => "parked",
        RunEventKind.Released => "released",
        RunEventKind.UndoRequested => "undo requested",
        _ => $"ended {Status}",
    };
}
