using System.Runtime.CompilerServices;
using WorkflowGen.Journal;

namespace WorkflowGen.Storage;

/// <summary>Refuses requests that no caller in its right mind makes, the same way in every store and before anything is queued or written.</summary>
public static class StoreRequestChecks
{
    /// <summary>The longest <see cref="RunHead.Reason"/>.</summary>
    public const int MaxReasonLength = 4000;

    /// <summary>The longest <see cref="RunSignal.Name"/> and <see cref="RunSignal.Key"/>.</summary>
    public const int MaxSignalText = 256;

    /// <summary>The longest <see cref="NewRun.Queue"/> and <see cref="NewRun.Tenant"/>.</summary>
    public const int MaxQueueText = 128;

    /// <summary>The highest <see cref="NewRun.Priority"/>; the lowest is its opposite.</summary>
    public const int MaxPriority = 1000;

    /// <summary>The largest page of <see cref="IWorkflowStore.ListAsync"/>.</summary>
    public const int MaxPageSize = 1000;

    /// <summary>Whether a string can be the id of a run: <c>^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$</c> without <c>..</c>, so that it is harmless in a path, a URL or a log line.</summary>
    public static bool IsRunId(string? runId)
    {
        if (string.IsNullOrEmpty(runId) || runId.Length > 128 || !char.IsAsciiLetterOrDigit(runId[0]))
            return false;
        for (int i = 1; i < runId.Length; i++)
        {
            char c = runId[i];
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-') && (c != '.' || runId[i - 1] == '.'))
                return false;
        }

        return true;
    }

    /// <summary>Checks a run's id.</summary>
    /// <exception cref="ArgumentException">It does not match the pattern.</exception>
    public static void CheckRunId(string? runId, [CallerArgumentExpression(nameof(runId))] string? parameter = null)
    {
        if (!IsRunId(runId))
            throw new ArgumentException($"{Shown(runId)} cannot be a run's id: that has 1 to 128 letters, digits, '.', '_' or '-' (ASCII), begins with a letter or digit, and has no '..'.", parameter);
    }

    /// <summary>A text that came from anywhere, for a message: short, and unable to forge a line.</summary>
    private static string Shown(string? text) => text switch
    {
        null => "null",
        { Length: > 140 } => $"'{JournalText.Escape(text[..32])}…' ({text.Length:N0} characters)",
        _ => $"'{JournalText.Escape(text)}'",
    };

    /// <summary>Checks a run to be created.</summary>
    /// <exception cref="ArgumentException">It contradicts itself.</exception>
    public static void Check(NewRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        CheckRunId(run.RunId);
        ArgumentException.ThrowIfNullOrEmpty(run.Workflow);
        CheckEntries(run.Entries, 0);
        if (run.Owner is null != run.LeaseUntil is null || run.Owner is "")
            throw new ArgumentException("A run has an owner exactly when it has a lease.", nameof(run));
        CheckQueue(run.Queue, nameof(run));
        if (run.Priority is < -MaxPriority or > MaxPriority)
            throw new ArgumentException($"A run's priority is from -{MaxPriority:N0} to {MaxPriority:N0}, not {run.Priority:N0}.", nameof(run));
        if (run.Tenant is not { Length: <= MaxQueueText })
            throw new ArgumentException($"A tenant's name has at most {MaxQueueText} characters, and is not null.", nameof(run));
    }

    /// <summary>Checks a commit.</summary>
    /// <exception cref="ArgumentException">It contradicts itself.</exception>
    public static void Check(RunCommit commit)
    {
        ArgumentNullException.ThrowIfNull(commit);
        CheckRunId(commit.RunId);
        ArgumentOutOfRangeException.ThrowIfNegative(commit.ExpectedSequence);
        CheckEntries(commit.Entries, commit.ExpectedSequence);
        if (commit.Snapshot is { } snapshot && (snapshot.Data.IsEmpty || snapshot.Sequence < 0 || snapshot.Sequence > commit.ExpectedSequence + commit.Entries.Count))
            throw new ArgumentException("A snapshot has data and covers entries that are committed with it or were before.", nameof(commit));
        if (commit.Head is { } head)
            Check(head);
        foreach (var start in commit.Starts)
        {
            Check(start);
            if (start.Owner is not null)
                throw new ArgumentException("A run that is started by a commit has no owner yet.", nameof(commit));
        }
        foreach (var signal in commit.Signals)
            Check(signal);
        foreach (string cancelled in commit.Cancels)
            CheckRunId(cancelled);
        if (commit.Cancels.Count > 0 && commit.At == default)
            throw new ArgumentException("A commit that cancels runs says when: At is missing.", nameof(commit));
    }

    /// <summary>Checks a signal to be put.</summary>
    /// <exception cref="ArgumentException">Its run's id, its name or its key cannot be one.</exception>
    public static void Check(RunSignal signal)
    {
        ArgumentNullException.ThrowIfNull(signal);
        CheckRunId(signal.RunId);
        if (signal.Name is not { Length: > 0 and <= MaxSignalText })
            throw new ArgumentException($"A signal's name has 1 to {MaxSignalText} characters.", nameof(signal));
        if (signal.Key is { } key && key.Length is 0 or > MaxSignalText)
            throw new ArgumentException($"A signal's key has 1 to {MaxSignalText} characters, or is null.", nameof(signal));
    }

    /// <summary>Checks a claim.</summary>
    /// <exception cref="ArgumentException">It contradicts itself.</exception>
    public static void Check(ClaimRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentException.ThrowIfNullOrEmpty(request.Owner);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(request.Limit);
        if (request.RunId is not null)
            CheckRunId(request.RunId);
    }

    /// <summary>Checks a query.</summary>
    /// <exception cref="ArgumentException">The page's size is out of range, or the place to go on after was not made by this library.</exception>
    public static void Check(RunQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(query.Limit);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Limit, MaxPageSize);
        if (query.After is not null)
            RunPlace.Parse(query.After);
    }

    private static void Check(HeadChange head)
    {
        switch (head.Status)
        {
            case RunStatus.Pending when head.WakeAt is null:
                throw new ArgumentException("A pending run is due at some time: WakeAt is missing.", nameof(head));
            case RunStatus.Pending or RunStatus.Suspended:
                break;
            case RunStatus.Running or RunStatus.Compensating or RunStatus.Completed or RunStatus.Failed or RunStatus.Cancelled or RunStatus.Parked when head.WakeAt is null:
                break;
            case RunStatus.Running or RunStatus.Compensating or RunStatus.Completed or RunStatus.Failed or RunStatus.Cancelled or RunStatus.Parked:
                throw new ArgumentException($"Only pending and suspended runs have a time to wake at, not {head.Status}.", nameof(head));
            default:
                throw new ArgumentException($"A run cannot be set to {head.Status} by this version.", nameof(head));
        }

        if (head.KeepLease && head.Status is not (RunStatus.Running or RunStatus.Compensating))
            throw new ArgumentException($"Only a running or compensating run is held, not {head.Status}.", nameof(head));
        if (head.Queue is { } queue)
            CheckQueue(queue, nameof(head));
        if (head.Reason?.Length > MaxReasonLength)
            throw new ArgumentException($"A reason has at most {MaxReasonLength} characters.", nameof(head));
    }

    /// <summary>Checks a change of a schedule.</summary>
    /// <exception cref="ArgumentException">It contradicts itself.</exception>
    public static void Check(ScheduleCommit commit)
    {
        ArgumentNullException.ThrowIfNull(commit);
        CheckRunId(commit.Name);
        ArgumentOutOfRangeException.ThrowIfNegative(commit.ExpectedRevision);
        if (commit.State is { IsEmpty: true })
            throw new ArgumentException("A schedule's state has data.", nameof(commit));
        if (commit.State is null && (commit.NextAt is not null || commit.ExpectedRevision == 0))
            throw new ArgumentException("Only a schedule that is there can be deleted, and then nobody looks at it again.", nameof(commit));
        foreach (var start in commit.Starts)
        {
            Check(start);
            if (start.Owner is not null)
                throw new ArgumentException("A run that is started by a schedule has no owner yet.", nameof(commit));
        }
        foreach (string cancelled in commit.Cancels)
            CheckRunId(cancelled);
        if (commit.Cancels.Count > 0 && commit.At == default)
            throw new ArgumentException("A change of a schedule that cancels runs says when: At is missing.", nameof(commit));
    }

    /// <summary>Checks a request for a place within a limit.</summary>
    /// <exception cref="ArgumentException">It contradicts itself.</exception>
    public static void Check(LimitRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        CheckRunId(request.Lease.RunId);
        if (request.Name is not { Length: > 0 and <= MaxSignalText })
            throw new ArgumentException($"A limit's name has 1 to {MaxSignalText} characters.", nameof(request));
        if (request.Node is not { Length: > 0 and <= 2 * MaxSignalText })
            throw new ArgumentException($"A node's name has 1 to {2 * MaxSignalText} characters.", nameof(request));
        ArgumentOutOfRangeException.ThrowIfNegative(request.Concurrency);
        if (!(request.PerSecond >= 0 && double.IsFinite(request.PerSecond)))
            throw new ArgumentException($"A rate is a number of starts per second, or 0, not {request.PerSecond}.", nameof(request));
    }

    private static void CheckQueue(string queue, string parameter)
    {
        if (queue is not { Length: > 0 and <= MaxQueueText })
            throw new ArgumentException($"A queue's name has 1 to {MaxQueueText} characters.", parameter);
    }

    private static void CheckEntries(IReadOnlyList<JournalEntry> entries, long after)
    {
        ArgumentNullException.ThrowIfNull(entries);
        for (int i = 0; i < entries.Count; i++)
        {
            var entry = entries[i];
            if (entry.Sequence != after + i + 1)
                throw new ArgumentException($"Entry {i} has sequence {entry.Sequence}; {after + i + 1} follows without a gap.", nameof(entries));
            if (entry.Data.IsEmpty)
                throw new ArgumentException($"Entry {entry.Sequence} has no data.", nameof(entries));
        }
    }
}
