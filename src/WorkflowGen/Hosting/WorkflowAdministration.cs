using System.Buffers;
using System.Runtime.CompilerServices;
using WorkflowGen.Hosting;
using WorkflowGen.Journal;
using WorkflowGen.Storage;

namespace WorkflowGen;

/// <summary>What operators do with runs of any workflow, those that this process does not know included: look, release, cancel, export, delete. From the container. Safe for concurrent use.</summary>
public sealed class WorkflowAdministration
{
    private readonly WorkflowEngine _engine;

    internal WorkflowAdministration(WorkflowEngine engine) => _engine = engine;

    /// <summary>Lists runs, newest first.</summary>
    /// <param name="workflow">Only of this workflow; null: of any.</param>
    /// <param name="status">Only in this status; null: in any.</param>
    public IAsyncEnumerable<RunHead> ListAsync(string? workflow = null, RunStatus? status = null, CancellationToken cancellationToken = default) =>
        _engine.ListAsync(workflow, status, cancellationToken);

    /// <summary>Lists runs as a query says, newest first; its <see cref="RunQuery.Limit"/> says nothing here.</summary>
    public IAsyncEnumerable<RunHead> ListAsync(RunQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return _engine.ListAsync(query, cancellationToken);
    }

    /// <summary>Counts the runs that are due and wait for a worker, by queue, priority and tenant, with the time since which the oldest does. A queue that stays in it is served by too few workers, or by none.</summary>
    public async ValueTask<IReadOnlyList<LaneDepth>> CountDueAsync(CancellationToken cancellationToken = default)
    {
        var store = await _engine.OpenStoreAsync(cancellationToken).ConfigureAwait(false);
        return await store.CountDueAsync(_engine.Time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lists the runs that wait for an operator, with the reason in <see cref="RunHead.Reason"/>.</summary>
    public IAsyncEnumerable<RunHead> ListParkedAsync(CancellationToken cancellationToken = default) => ListAsync(null, RunStatus.Parked, cancellationToken);

    /// <summary>Lists runs that have not ended and whose workflow or version this process does not have. They stay for one that has it.</summary>
    public async IAsyncEnumerable<RunHead> ListUnknownAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var head in ListAsync(cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            if (!head.Status.IsTerminal() && !_engine.Knows(head))
                yield return head;
        }
    }

    /// <summary>Lists the human tasks that are open, of the workflows that this process has: the newest runs first.</summary>
    /// <param name="workflow">Only of this workflow; null: of any.</param>
    public async IAsyncEnumerable<OpenHumanTask> ListHumanTasksAsync(string? workflow = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var head in ListAsync(workflow, null, cancellationToken).ConfigureAwait(false))
        {
            foreach (var task in await _engine.ReadHumanTasksAsync(head, cancellationToken).ConfigureAwait(false))
                yield return new OpenHumanTask(head, task);
        }
    }

    /// <summary>Reads a run's head; null: there is none of that id.</summary>
    public async ValueTask<RunHead?> GetAsync(string runId, CancellationToken cancellationToken = default)
    {
        var store = await _engine.OpenStoreAsync(cancellationToken).ConfigureAwait(false);
        return await store.GetAsync(runId, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Counts runs by status. A status with none is left out.</summary>
    public async ValueTask<IReadOnlyDictionary<RunStatus, long>> CountAsync(CancellationToken cancellationToken = default)
    {
        var store = await _engine.OpenStoreAsync(cancellationToken).ConfigureAwait(false);
        var counts = await store.CountAsync(cancellationToken).ConfigureAwait(false);
        return counts.Where(static c => c.Value > 0).ToDictionary(static c => c.Key, static c => c.Value);
    }

    /// <summary>Lets a parked run go on: from where it stood, attempts and handoffs as they were. A step that must not run twice and was interrupted starts again.</summary>
    /// <returns>False: it is not parked (any more).</returns>
    /// <exception cref="RunNotFoundException">There is no run of that id.</exception>
    public async ValueTask<bool> ReleaseAsync(string runId, CancellationToken cancellationToken = default)
    {
        var store = await _engine.OpenStoreAsync(cancellationToken).ConfigureAwait(false);
        var head = await store.GetAsync(runId, cancellationToken).ConfigureAwait(false) ?? throw new RunNotFoundException(runId);
        return head.Status == RunStatus.Parked && await _engine.ReleaseParkedAsync(runId, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Asks for a run to be cancelled. One that is parked, or whose workflow is not known here, ends without being executed, unless it has something to undo or [Finally] steps: that is left to a worker that knows the
    /// workflow. For others see the client's CancelAsync.
    /// </summary>
    /// <returns>False: it came too late, the run had ended.</returns>
    /// <exception cref="RunNotFoundException">There is no run of that id.</exception>
    public async ValueTask<bool> CancelAsync(string runId, CancellationToken cancellationToken = default)
    {
        if (!await _engine.CancelAsync(runId, null, cancellationToken).ConfigureAwait(false))
            return false;
        var head = await _engine.Store.GetAsync(runId, cancellationToken).ConfigureAwait(false);
        if (head is not null && (head.Status == RunStatus.Parked || !_engine.Knows(head)) && !await _engine.MustCloseAsync(head, cancellationToken).ConfigureAwait(false))
            await _engine.CancelUnexecutedAsync(head, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Reads what happened to a run, from its journal, in order. Empty: there is no such run.</summary>
    /// <exception cref="JournalException">The journal is damaged or newer; what comes before the damage has been returned.</exception>
    public async IAsyncEnumerable<AuditEvent> ReadHistoryAsync(string runId, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var store = await _engine.OpenStoreAsync(cancellationToken).ConfigureAwait(false);
        var trail = new AuditTrail(runId);
        await foreach (var entry in store.ReadHistoryAsync(runId, cancellationToken).ConfigureAwait(false))
        {
            foreach (var e in trail.Of(entry))
                yield return e;
        }
    }

    /// <summary>Writes a run's audit log: one JSON object per line, with times, attempts, sizes and hashes.</summary>
    public async ValueTask ExportAuditAsync(string runId, Stream output, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        var lines = new ArrayBufferWriter<byte>();
        await foreach (var e in ReadHistoryAsync(runId, cancellationToken).ConfigureAwait(false))
        {
            AuditTrail.WriteLine(e, lines);
            if (lines.WrittenCount < 32 * 1024)
                continue;
            await output.WriteAsync(lines.WrittenMemory, cancellationToken).ConfigureAwait(false);
            lines.ResetWrittenCount();
        }
        await output.WriteAsync(lines.WrittenMemory, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deletes runs that ended before a time, with everything of theirs.</summary>
    /// <returns>How many were deleted.</returns>
    public async ValueTask<int> DeleteEndedAsync(DateTimeOffset endedBefore, CancellationToken cancellationToken = default)
    {
        const int Batch = 500;
        var store = await _engine.OpenStoreAsync(cancellationToken).ConfigureAwait(false);
        var total = 0;
        while (true)
        {
            var deleted = await store.DeleteEndedAsync(endedBefore, Batch, cancellationToken).ConfigureAwait(false);
            total += deleted;
            if (deleted < Batch)
                return total;
        }
    }
}
