namespace WorkflowGen;

/// <summary>
/// One thing that happened to a run, derived from what was committed: sizes and hashes, never payloads.
/// </summary>
/// <param name="Sequence">The journal entry that says so; one entry can stand for several events.</param>
/// <param name="Event"><c>job_start</c>, <c>job_ok</c>, <c>job_fail</c>, <c>job_cancel</c>, <c>job_park</c>, <c>job_release</c>, <c>job_cancel_request</c>, <c>step_start</c>, <c>step_ok</c>, <c>step_fail</c>, <c>step_skip</c>, <c>step_cancel</c>, <c>round_start</c> (a loop's last step says which),
/// <c>attempt_start</c>, <c>attempt_ok</c>, <c>attempt_fail</c>, <c>job_close</c> (the steps are over, compensations or [Finally] steps follow), <c>job_undo_request</c>, <c>child_leave</c> (a child that nobody waits for any more was told to end), <c>child_end</c> (it has), <c>undo_start</c>, <c>undo_ok</c>, <c>undo_fail</c>.</param>
/// <param name="Time">When it happened; UTC.</param>
/// <param name="Run">The run.</param>
public sealed record AuditEvent(long Sequence, string Event, DateTimeOffset Time, string Run)
{
    /// <summary>The workflow's name, on <c>job_start</c>.</summary>
    public string? Workflow { get; init; }

    /// <summary>The workflow's version, on <c>job_start</c>.</summary>
    public int? Version { get; init; }

    /// <summary>The step; null on events of the whole run.</summary>
    public string? Node { get; init; }

    /// <summary>The round of the loops around the step, from 2; null: the first, or there is no loop.</summary>
    public int? Round { get; init; }

    /// <summary>On events <c>undo_…</c>: the compensation; null where a child is undone.</summary>
    public string? Compensation { get; init; }

    /// <summary>The attempt, from 1.</summary>
    public int? Attempt { get; init; }

    /// <summary>The size of the inputs or the handoff, in bytes of JSON; null: there is none.</summary>
    public int? Bytes { get; init; }

    /// <summary>The SHA-256 of the inputs or the handoff, in lower-case hexadecimal; null: there is none.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The type of the exception of a failed attempt, step or run.</summary>
    public string? ErrorType { get; init; }

    /// <summary>The message of that exception, or why the run was parked, or how a child ended that was given up.</summary>
    public string? Reason { get; init; }

    /// <summary>When the next attempt is due.</summary>
    public DateTimeOffset? RetryAt { get; init; }
}
