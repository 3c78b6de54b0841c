using WorkflowGen.Journal;
using WorkflowGen.Storage;

namespace WorkflowGen.Simulation.Tests;

/// <summary>A store that is wrong on purpose in one respect.</summary>
internal sealed class MutantStore(IWorkflowStore inner, Mutation mutation) : IWorkflowStore
{
    private readonly HashSet<(string, long)> _again = [];
    private int _commits;
    private int _signals;

    public async ValueTask<CommitResult> CommitAsync(RunCommit commit, CancellationToken cancellationToken)
    {
        _commits++;
        switch (mutation)
        {
            case Mutation.FencingOff:
                if (await inner.GetAsync(commit.RunId, cancellationToken) is { } head && head.Epoch > commit.Epoch && !head.Status.IsTerminal())
                {
                    var shift = head.LastSequence - commit.ExpectedSequence;
                    commit = commit with { Epoch = head.Epoch, ExpectedSequence = head.LastSequence, Snapshot = null, Entries = [.. commit.Entries.Select(e => e with { Sequence = e.Sequence + shift })] };
                }
                break;
            case Mutation.CommitsForgotten when _commits % 7 == 0:
                return CommitResult.Committed;
            case Mutation.SignalsDeliveredTwice:
                commit = commit with { ConsumedSignals = [] };
                break;
            case Mutation.EntriesReordered when commit.Entries.Count > 1:
                commit = commit with { Entries = [.. commit.Entries.Select((e, i) => e with { Data = commit.Entries[commit.Entries.Count - 1 - i].Data })] };
                break;
            case Mutation.StartsLost:
                commit = commit with { Starts = [] };
                break;
            case Mutation.MessagesLost:
                commit = commit with { Signals = [], Cancels = [] };
                break;
            case Mutation.WakeUpLost when commit.Head is { Status: RunStatus.Suspended } suspended:
                commit = commit with { SignalsSeen = long.MaxValue, Head = suspended with { WakeAt = null } };
                break;
        }
        return await inner.CommitAsync(commit, cancellationToken);
    }

    public async ValueTask<StoredRun?> LoadAsync(string runId, CancellationToken cancellationToken)
    {
        var stored = await inner.LoadAsync(runId, cancellationToken);
        if (stored is null)
            return null;
        switch (mutation)
        {
            case Mutation.StaleReads when stored.Entries.Count > 1:
                return stored with { Entries = [.. stored.Entries.Take(stored.Entries.Count - 1)], Head = stored.Head with { LastSequence = stored.Head.LastSequence - 1 } };
            case Mutation.SignalsReversed when stored.Signals.Count > 1:
                return stored with { Signals = Reverse(stored.Signals) };
            case Mutation.UndoneInOrder:
                return stored with { Entries = SwapArmed(stored.Entries) };
            default:
                return stored;
        }
    }

    public async ValueTask<PutSignalResult> PutSignalAsync(RunSignal signal, CancellationToken cancellationToken) =>
        mutation == Mutation.SignalsForgotten && ++_signals % 3 == 0 ? PutSignalResult.Accepted : await inner.PutSignalAsync(signal, cancellationToken);

    public async ValueTask<IReadOnlyList<RunHead>> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken)
    {
        if (mutation == Mutation.LeasesIgnored)
            return Restore(await inner.ClaimAsync(request with { Now = request.Now + TimeSpan.FromHours(1), LeaseUntil = request.LeaseUntil + TimeSpan.FromHours(1) }, cancellationToken));
        if (mutation == Mutation.ClaimedEarly)
            return Restore(await inner.ClaimAsync(request with { Now = request.Now + (World.Lease / 3) }, cancellationToken));
        return await inner.ClaimAsync(request, cancellationToken);

        static IReadOnlyList<RunHead> Restore(IReadOnlyList<RunHead> heads) => heads;
    }

    public async ValueTask<IReadOnlyList<StoredSignal>> ReadSignalsAsync(string runId, long after, CancellationToken cancellationToken)
    {
        var signals = await inner.ReadSignalsAsync(runId, after, cancellationToken);
        return mutation == Mutation.SignalsReversed && signals.Count > 1 ? Reverse(signals) : signals;
    }

    public ValueTask InitializeAsync(CancellationToken cancellationToken) => inner.InitializeAsync(cancellationToken);

    public ValueTask<CreateResult> CreateAsync(NewRun run, CancellationToken cancellationToken) => inner.CreateAsync(run, cancellationToken);

    public ValueTask<IReadOnlyList<LeaseKey>> RenewAsync(IReadOnlyCollection<LeaseKey> leases, DateTimeOffset leaseUntil, CancellationToken cancellationToken) => inner.RenewAsync(leases, leaseUntil, cancellationToken);

    public ValueTask ReleaseAsync(IReadOnlyCollection<LeaseKey> leases, CancellationToken cancellationToken) => inner.ReleaseAsync(leases, cancellationToken);

    public ValueTask<RunHead?> RequestCancelAsync(string runId, DateTimeOffset at, CancellationToken cancellationToken) => inner.RequestCancelAsync(runId, at, cancellationToken);

    public ValueTask<RunHead?> GetAsync(string runId, CancellationToken cancellationToken) => inner.GetAsync(runId, cancellationToken);

    public ValueTask<RunPage> ListAsync(RunQuery query, CancellationToken cancellationToken) => inner.ListAsync(query, cancellationToken);

    public ValueTask<IReadOnlyDictionary<RunStatus, long>> CountAsync(CancellationToken cancellationToken) => inner.CountAsync(cancellationToken);

    public ValueTask<IReadOnlyList<LaneDepth>> CountDueAsync(DateTimeOffset now, CancellationToken cancellationToken) => inner.CountDueAsync(now, cancellationToken);

    public ValueTask<DateTimeOffset?> NextDueAsync(DateTimeOffset now, IReadOnlyCollection<WorkflowKey>? workflows, IReadOnlyCollection<string>? queues, CancellationToken cancellationToken) =>
        inner.NextDueAsync(now, workflows, queues, cancellationToken);

    public IAsyncEnumerable<JournalEntry> ReadHistoryAsync(string runId, CancellationToken cancellationToken) => inner.ReadHistoryAsync(runId, cancellationToken);

    public ValueTask<int> DeleteEndedAsync(DateTimeOffset endedBefore, int limit, CancellationToken cancellationToken) => inner.DeleteEndedAsync(endedBefore, limit, cancellationToken);

    public ValueTask DisposeAsync() => default;

    private static StoredSignal[] Reverse(IReadOnlyList<StoredSignal> signals)
    {
        // The same numbers in the same order, with each other's contents.
        return [.. signals.Select((s, i) => signals[signals.Count - 1 - i] with { Sequence = s.Sequence })];
    }

    private static JournalEntry[] SwapArmed(IReadOnlyList<JournalEntry> entries)
    {
        var swapped = entries.ToArray();
        var armed = Enumerable.Range(0, swapped.Length).Where(i => JournalDecoder.Decode(swapped[i].Data) is CompensationArmed).ToList();
        for (var i = 0; i < armed.Count / 2; i++)
            (swapped[armed[i]], swapped[armed[^(i + 1)]]) = (swapped[armed[i]] with { Data = swapped[armed[^(i + 1)]].Data }, swapped[armed[^(i + 1)]] with { Data = swapped[armed[i]].Data });
        return swapped;
    }
}
