namespace WorkflowGen.Storage;

/// <summary>
/// What each request makes of a run's head: the part of a store that does not depend on where it lies. Every store of this project goes by it, and one of your own should too.
/// </summary>
public static class RunTransitions
{
    /// <summary>The head of a run that is being created.</summary>
    public static RunHead Create(NewRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        bool taken = run.Owner is not null;
        return new RunHead
        {
            RunId = run.RunId,
            Workflow = run.Workflow,
            Version = run.Version,
            Status = taken ? RunStatus.Running : RunStatus.Pending,
            CreatedAt = run.CreatedAt.ToUniversalTime(),
            UpdatedAt = run.CreatedAt.ToUniversalTime(),
            WakeAt = taken ? null : run.CreatedAt.ToUniversalTime(),
            LastSequence = run.Entries.Count,
            Epoch = taken ? 1 : 0,
            Owner = run.Owner,
            LeaseUntil = run.LeaseUntil?.ToUniversalTime(),
            ClaimsWithoutProgress = taken ? 1 : 0,
            Parent = run.Parent,
            Queue = run.Queue,
            Priority = run.Priority,
            Tenant = run.Tenant,
        };
    }

    /// <summary>
    /// Whether the caller of a commit holds the run (guard 1) and knows its whole journal (guard 2). A lease that has run out still holds until another takes it: the epoch decides, not the time.
    /// </summary>
    public static bool Accepts(RunHead head, long epoch, long expectedSequence)
    {
        ArgumentNullException.ThrowIfNull(head);
        return IsHeld(head, epoch) && head.LastSequence == expectedSequence;
    }

    /// <summary>Whether this epoch's lease is in force: not given back, and not taken over.</summary>
    public static bool IsHeld(RunHead head, long epoch)
    {
        ArgumentNullException.ThrowIfNull(head);
        return head.Owner is not null && head.Epoch == epoch && !head.Status.IsTerminal();
    }

    /// <summary>The head after a commit whose guards hold.</summary>
    public static RunHead Commit(RunHead head, RunCommit commit)
    {
        ArgumentNullException.ThrowIfNull(head);
        ArgumentNullException.ThrowIfNull(commit);
        long last = head.LastSequence + commit.Entries.Count;
        if (commit.Head is not { } change)
            return last == head.LastSequence && head.ClaimsWithoutProgress == 0 ? head : head with { LastSequence = last, ClaimsWithoutProgress = 0 };
        return head with
        {
            LastSequence = last,
            ClaimsWithoutProgress = 0,
            Status = change.Status,
            UpdatedAt = change.At.ToUniversalTime(),
            // A signal that the caller had not seen when it went to sleep wakes it.
            WakeAt = change.Status == RunStatus.Suspended && head.LastSignal > commit.SignalsSeen ? change.At.ToUniversalTime() : change.WakeAt?.ToUniversalTime(),
            Reason = change.Reason,
            Queue = change.Queue ?? head.Queue,
            CancelRequestedAt = change.TakesCancel ? null : head.CancelRequestedAt,
            Owner = change.KeepLease ? head.Owner : null,
            LeaseUntil = change.KeepLease ? head.LeaseUntil : null,
        };
    }

    /// <summary>
    /// Since or from when the run may be claimed without being named; null: not until something happens to it. A run that was given back is due since its head last changed.
    /// </summary>
    public static DateTimeOffset? DueAt(RunHead head)
    {
        ArgumentNullException.ThrowIfNull(head);
        switch (head.Status)
        {
            case RunStatus.Pending:
            case RunStatus.Suspended:
                return head.WakeAt is { } wake && !(head.CancelRequestedAt < wake) ? wake : head.CancelRequestedAt;
            case RunStatus.Running:
            case RunStatus.Compensating:
                return head.LeaseUntil ?? head.UpdatedAt;
            case RunStatus.Parked:
                // Only RequestCancel gives a parked run a time.
                return head.WakeAt;
            default:
                return null;
        }
    }

    /// <summary>Whether the request may take the run.</summary>
    public static bool CanClaim(RunHead head, ClaimRequest request)
    {
        ArgumentNullException.ThrowIfNull(head);
        ArgumentNullException.ThrowIfNull(request);
        if (!IsFor(head, request.Workflows, request.RunId is null ? request.Queues : null))
            return false;
        if (request.RunId is null)
            return DueAt(head) <= request.Now && head.ClaimsWithoutProgress >= request.MinClaimsWithoutProgress && head.ClaimsWithoutProgress <= request.MaxClaimsWithoutProgress;
        return head.RunId == request.RunId && !head.Status.IsTerminal() && !(head.LeaseUntil > request.Now);
    }

    /// <summary>Whether the run is of one of these workflows and in one of these queues (null: any).</summary>
    public static bool IsFor(RunHead head, IReadOnlyCollection<WorkflowKey>? workflows, IReadOnlyCollection<string>? queues)
    {
        ArgumentNullException.ThrowIfNull(head);
        return (workflows is null || workflows.Contains(new WorkflowKey(head.Workflow, head.Version))) && (queues is null || queues.Contains(head.Queue));
    }

    /// <summary>The head after it was claimed.</summary>
    public static RunHead Claim(RunHead head, ClaimRequest request)
    {
        ArgumentNullException.ThrowIfNull(head);
        ArgumentNullException.ThrowIfNull(request);
        return head with
        {
            Status = head.Status == RunStatus.Compensating ? RunStatus.Compensating : RunStatus.Running,
            UpdatedAt = request.Now.ToUniversalTime(),
            WakeAt = null,
            Reason = null,
            Epoch = head.Epoch + 1,
            Owner = request.Owner,
            LeaseUntil = request.LeaseUntil.ToUniversalTime(),
            ClaimsWithoutProgress = head.ClaimsWithoutProgress + 1,
        };
    }

    /// <summary>The head after its lease was extended; a lease never becomes shorter.</summary>
    public static RunHead Renew(RunHead head, DateTimeOffset leaseUntil)
    {
        ArgumentNullException.ThrowIfNull(head);
        return head.LeaseUntil >= leaseUntil ? head : head with { LeaseUntil = leaseUntil.ToUniversalTime() };
    }

    /// <summary>The head after its lease was given back.</summary>
    public static RunHead Release(RunHead head)
    {
        ArgumentNullException.ThrowIfNull(head);
        return head with { Owner = null, LeaseUntil = null };
    }

    /// <summary>The head after a signal was put, with number <see cref="RunHead.LastSignal"/>; the run has not ended. A suspended run becomes due.</summary>
    public static RunHead PutSignal(RunHead head, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(head);
        at = at.ToUniversalTime();
        bool wake = head.Status == RunStatus.Suspended && !(head.WakeAt <= at);
        return head with { LastSignal = head.LastSignal + 1, WakeAt = wake ? at : head.WakeAt };
    }

    /// <summary>The head after cancellation was asked for; the same instance when that changes nothing.</summary>
    public static RunHead RequestCancel(RunHead head, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(head);
        if (head.Status.IsTerminal())
            return head;
        // A worker that parks a run which it could not cancel must not meet it again at once: parking clears the time, and only a new request sets it.
        bool wake = head is { Status: RunStatus.Parked, WakeAt: null };
        if (head.CancelRequestedAt is not null && !wake)
            return head;
        at = at.ToUniversalTime();
        return head with { CancelRequestedAt = head.CancelRequestedAt ?? at, UpdatedAt = at, WakeAt = wake ? at : head.WakeAt };
    }
}
