using WorkflowGen.Execution;
using WorkflowGen.Storage;

namespace WorkflowGen.Tests.Execution;

/// <summary>A journal that writes down what it is told, one line a record, and commits when the test says so (or at once).</summary>
internal sealed class RecordingJournal(WorkflowExecutor executor, bool commitsAtOnce = true) : IRunJournal
{
    private readonly List<string> _pending = [];
    private readonly SemaphoreSlim _begun = new(0);
    private string _underWay = "";
    private bool _mustCommit;

    public string RunId => "run-1";

    public bool HasPending => _mustCommit;

    /// <summary>What is durable; one string per commit.</summary>
    public List<string> Commits { get; } = [];

    public int CommitsUnderWay { get; private set; }

    /// <summary>Nodes whose handoff cannot be serialised.</summary>
    public HashSet<int> Unserialisable { get; } = [];

    public void AttemptStarted(NodeKey key, int attempt, DateTimeOffset at, bool mustCommit) => Add($"start {Name(key)}#{attempt}");

    public void StepCompleted(NodeKey key, int attempt, DateTimeOffset startedAt, DateTimeOffset completedAt, bool rides = false)
    {
        if (Unserialisable.Contains(key.Node))
            throw new HandoffException("cannot be serialised");
        Assert.True(completedAt >= startedAt);
        Add($"ok {Name(key)}#{attempt}", rides);
    }

    public void StepSkipped(NodeKey key, DateTimeOffset at) => Add($"skip {Name(key)}", rides: true);

    public void AttemptFailed(NodeKey key, int attempt, DateTimeOffset startedAt, DateTimeOffset at, Exception exception, DateTimeOffset? retryAt) =>
        Add($"fail {Name(key)}#{attempt} {exception.GetType().Name}{(retryAt is null ? "" : " retry")}");

    public void RunEnded(RunStatus status, IReadOnlyList<FailedAttempt> failure, DateTimeOffset at) => Add(status.ToString());

    public void Suspended(DateTimeOffset? wakeAt, DateTimeOffset at) => Add(wakeAt is null ? "suspended" : $"suspended for {(wakeAt - at).Value.TotalMinutes:0}m");

    public void StepCancelled(NodeKey key, DateTimeOffset at) => Add($"cancel {Name(key)}", rides: true);

    public void RoundStarted(int loop, DateTimeOffset at) => Add($"round {Name(executor.Definition.Loops[loop].End)}", rides: true);

    public void SignalConsumed(long sequence) => Add($"consume {sequence}", rides: true);

    public void ItemReceived(NodeKey key, int item, DateTimeOffset at) => Add($"item {Name(key)} {item}");

    public void StreamClosed(NodeKey key, DateTimeOffset at) => Add($"closed {Name(key)}", rides: true);

    public void ChildStarted(NodeKey key, int attempt, DateTimeOffset at) => Add($"child {Name(key)}#{attempt}");

    public void CancelChild(NodeKey key, int attempt) => Add($"cancel child {Name(key)}#{attempt}");

    public void ChildLeft(NodeKey key, int attempt, DateTimeOffset at) => Add($"leave child {Name(key)}#{attempt}");

    public void ChildEnded(NodeKey key, int attempt, RunStatus status, int ordinal, DateTimeOffset at) =>
        Add($"left child {Name(key)}#{attempt} {status}{(ordinal < 0 ? "" : $" arm {ordinal}")}", rides: true);

    public void UndoChild(NodeKey key, int attempt, int ordinal, DateTimeOffset at) => Add($"undo child {Name(key)}#{attempt}");

    public void CompensationArmed(NodeKey key, int attempt, int ordinal, object? captured) => Add($"arm {Name(key)}", rides: true);

    public void CompensationDisarmed(int ordinal) => _pending.RemoveAt(_pending.Count - 1);

    public void Compensated(NodeKey key, int ordinal, int attempt, DateTimeOffset startedAt, DateTimeOffset at) => Add($"undo {Name(key)}#{attempt}");

    public void CompensationFailed(NodeKey key, int ordinal, int attempt, DateTimeOffset startedAt, DateTimeOffset at, Exception exception, DateTimeOffset? retryAt) =>
        Add($"undo failed {Name(key)}#{attempt}{(retryAt is null ? "" : " retry")}");

    public bool HasTransactions => false;

    public bool HasTransaction => false;

    public void BeginTransaction(StepTransaction transaction) => throw new NotSupportedException();

    public void CommitWith(StoreTransaction transaction) => throw new NotSupportedException();

    public int MaxProgressBytes { get; init; } = int.MaxValue;

    public void Heartbeat(NodeKey key, int attempt, ReadOnlyMemory<byte> progress) => Add($"heartbeat {Name(key)}", rides: true);

    public void RunClosing(RunStatus status, DateTimeOffset at)
    {
        ClosedAt = at;
        Add($"closing {status}");
    }

    public DateTimeOffset ClosedAt { get; private set; }

    public void Parked(string reason, DateTimeOffset at)
    {
        ParkedFor = reason;
        Add("parked");
    }

    public string? ParkedFor { get; private set; }

    public StepLimits Limits { get; init; } = new(TimeProvider.System);

    /// <summary>What the journal itself breaks with, which it must not.</summary>
    public Exception? Breaks { get; set; }

    public void BeginCommit()
    {
        if (Breaks is not null)
            throw Breaks;
        Assert.Equal(0, CommitsUnderWay);
        CommitsUnderWay++;
        _underWay = string.Join(", ", _pending);
        _pending.Clear();
        _mustCommit = false;
        if (commitsAtOnce)
            Commit();
        else
            _begun.Release();
    }

    /// <summary>Until the next commit is under way, of those that were not awaited.</summary>
    public async Task BegunAsync() => Assert.True(await _begun.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));

    public void Commit(bool ok = true)
    {
        Assert.Equal(1, CommitsUnderWay);
        CommitsUnderWay--;
        if (ok)
            Commits.Add(_underWay);
        executor.OnCommitted(ok);
    }

    private void Add(string record, bool rides = false)
    {
        _pending.Add(record);
        _mustCommit |= !rides;
    }

    private string Name(NodeKey key) => executor.Definition.Nodes[key.Node].Name + (key.Element < 0 ? "" : $"[{key.Element}]") + (key.Round == 1 ? "" : $"/{key.Round}");
}
