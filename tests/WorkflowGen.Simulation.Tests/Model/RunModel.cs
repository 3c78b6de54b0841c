using WorkflowGen.Execution;
using WorkflowGen.Journal;
using WorkflowGen.Storage;

namespace WorkflowGen.Simulation.Tests;

// A run as the store's contract has it: its lease, its journal's length and its inbox.
/// <summary>
/// What is known of one run from outside: what was committed, what was drawn for it, and what its steps did. It works out, by decision 0012 and without any of the executor's code, what may and what must happen next.
/// </summary>
internal sealed partial class RunModel
{
    private readonly World _world;
    private readonly List<byte[]> _entries = [];
    private readonly List<Inbound> _inbox = [];
    private readonly EachModel? _each;
    private long _epoch;
    private string? _owner;
    private DateTimeOffset? _leaseUntil;
    private DateTimeOffset? _wakeAt;
    private bool _mayBeDue;
    private bool _cancelPends;

    public RunModel(World world, NewRun run, string? by)
    {
        _world = world;
        Id = run.RunId;
        StartedBy = by;
        Workflow = world.Workload[run.Workflow];
        IsUndo = Id.EndsWith(".undo", StringComparison.Ordinal);
        _each = run.Workflow == EachWorkflow.Name ? new EachModel(world.Workload.Each, world, Report) : null;
        _nodes = Workflow.Plans.ToDictionary(p => p.Name, p => new NodeModel(p), StringComparer.Ordinal);
        Status = run.Owner is null ? RunStatus.Pending : RunStatus.Running;
        (_owner, _leaseUntil, _epoch) = (run.Owner, run.LeaseUntil, run.Owner is null ? 0 : 1);
        _wakeAt = run.CreatedAt;
    }

    public string Id { get; }

    public RandomWorkflow Workflow { get; }

    /// <summary>The run that started it.</summary>
    public string? StartedBy { get; }

    /// <summary>Whether it only undoes another.</summary>
    public bool IsUndo { get; }

    public RunStatus Status { get; private set; }

    public bool IsOver => Status is RunStatus.Completed or RunStatus.Failed or RunStatus.Cancelled;

    public RunStatus? Ended => IsOver ? Status : null;

    public bool WasCancelled { get; private set; }

    public override string ToString() => $"{Id} ({Workflow.Name}) {Status}, {_entries.Count} entries, {string.Join(" ", _nodes.Values)}";

    public void Created(NewRun run)
    {
        foreach (var entry in run.Entries)
            Append(entry);
    }

    public void CancelRequested()
    {
        if (IsOver)
            return;
        WasCancelled = true;
        _cancelPends = true;
    }

    public bool HasSignal(string name, string? key) => _inbox.Exists(s => s.Name == name && s.Key == key);

    public void Put(RunSignal signal)
    {
        _inbox.Add(new Inbound(signal.Name, signal.Key, signal.At, signal.Payload.ToArray()));
        _mayBeDue = true;
    }

    public void Claim(ClaimRequest request, RunHead head)
    {
        if (IsOver)
            Report("I2", "is claimed after its end");
        if (head.Epoch != _epoch + 1)
            Report("I4", $"is claimed with epoch {head.Epoch} after {_epoch}");
        if (_owner is not null && _leaseUntil > request.Now)
            Report("I4", $"is claimed by {Short(request.Owner)} while {Short(_owner)} holds it until {_leaseUntil:O} (now {request.Now:O})");
        else if (request.RunId is null && Status == RunStatus.Suspended && !_mayBeDue && !_cancelPends && !(_wakeAt <= request.Now))
            Report("I8", $"is handed out at {request.Now:O}, and is due at {_wakeAt:O}");
        (_epoch, _owner, _leaseUntil) = (head.Epoch, request.Owner, request.LeaseUntil);
        if (Status != RunStatus.Compensating && Status != RunStatus.Parked)
            Status = RunStatus.Running;
        Status = head.Status;
        if (head.ClaimsWithoutProgress > 1)
            _world.Tally.Count("taken over from a worker that was lost");
    }

    public void Renew(long epoch, DateTimeOffset until)
    {
        if (epoch == _epoch && _owner is not null)
            _leaseUntil = until;
        else
            Report("I4", $"a lease of epoch {epoch} is renewed, and that is not in force");
    }

    public void Release(long epoch)
    {
        if (epoch == _epoch)
            (_owner, _leaseUntil) = (null, null);
    }

    public void Commit(RunCommit commit)
    {
        if (commit.Epoch != _epoch || _owner is null)
            Report("I4", $"a commit with epoch {commit.Epoch} is taken, and the lease is {_epoch} of {Short(_owner)}");
        if (commit.ExpectedSequence != _entries.Count)
            Report("I4", $"a commit after {commit.ExpectedSequence} entries is taken, and there are {_entries.Count}");
        if (IsOver)
            Report("I2", "something is committed after its end");
        Consume(commit);
        foreach (var entry in commit.Entries)
            Append(entry);
        if (commit.Head is not { } head)
            return;
        Status = head.Status;
        _mayBeDue = _inbox.Count > commit.SignalsSeen;
        _cancelPends &= !head.TakesCancel;
        _wakeAt = head.WakeAt;
        if (!head.KeepLease)
            (_owner, _leaseUntil) = (null, null);
        if (IsOver != (_end is not null))
            Report("I12", $"its head says {head.Status}, and its journal {(_end is null ? "has no end" : "has ended")}");
        if (head.Status == RunStatus.Suspended)
            _world.Tally.Count("suspended");
    }

    /// <summary>What is read to resume it must be what was committed.</summary>
    public void CheckLoad(StoredRun stored)
    {
        // Of these it is to be seen what follows from what is read, rather than that it is wrong.
        if (_world.Mutation is Mutation.StaleReads or Mutation.UndoneInOrder)
            return;
        var next = stored.Snapshot?.Sequence ?? 0;
        if (stored.Snapshot is not null)
            _world.Tally.Count("resumed from a snapshot");
        foreach (var entry in stored.Entries)
        {
            if (entry.Sequence != ++next || next > _entries.Count || !entry.Data.Span.SequenceEqual(_entries[(int)next - 1]))
            {
                Report("I12", $"entry {entry.Sequence} is read, and is not what was committed");
                return;
            }
        }
        if (next != _entries.Count)
            Report("I1", $"is read with {next} entries of {_entries.Count}");
    }

    public void CheckHistory(List<JournalEntry> entries)
    {
        if (entries.Count != _entries.Count)
            Report("I1", $"{_entries.Count} entries were acknowledged, and its journal has {entries.Count}");
        else if (!entries.Select(e => e.Data.ToArray()).SequenceEqual(_entries, ByteComparer.Instance))
            Report("I1", "its journal is not what was acknowledged");
    }

    public bool IsOwnedBy(Machine machine) => _owner?.StartsWith($"m{machine.Place}.{machine.Life}", StringComparison.Ordinal) == true && _owner.AsSpan($"m{machine.Place}.{machine.Life}".Length) is not [>= '0' and <= '9', ..];

    private static string? Short(string? owner) => owner is null ? null : owner[..Math.Min(owner.Length, 6)];

    private void Append(JournalEntry entry)
    {
        if (entry.Sequence != _entries.Count + 1)
            Report("I4", $"entry {entry.Sequence} is taken as the one after {_entries.Count}");
        _entries.Add(entry.Data.ToArray());
        try
        {
            Apply(JournalDecoder.Decode(entry.Data));
        }
        catch (Exception exception)
        {
            Report("I6", $"entry {entry.Sequence} cannot be followed: {exception}");
        }
    }

    private void Report(string invariant, string what) => _world.Violate(invariant, $"{Id} ({Workflow.Name}): {what}\n{this}");

    /// <summary>A signal, and what became of it.</summary>
    private sealed record Inbound(string Name, string? Key, DateTimeOffset At, byte[] Payload)
    {
        public bool IsConsumed { get; set; }

        public bool IsDelivered { get; set; }
    }

    private sealed class ByteComparer : IEqualityComparer<byte[]>
    {
        public static readonly ByteComparer Instance = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] bytes) => bytes.Length;
    }
}
