using WorkflowGen.Execution;
using WorkflowGen.Storage;

namespace WorkflowGen.Tests.Execution;

/// <summary>A journal that writes down what it is told, one line a record, and commits when the test says so (or at once).</summary>
internal sealed class RecordingJournal(InterpretedExecutor executor, bool commitsAtOnce = true) : IRunJournal
{
    private readonly List<string> _pending = [];
    private string _underWay = "";

    public string RunId => "run-1";

    public bool HasPending => _pending.Count > 0;

    /// <summary>What is durable; one string per commit.</summary>
    public List<string> Commits { get; } = [];

    public int CommitsUnderWay { get; private set; }

    /// <summary>Nodes whose handoff cannot be serialised.</summary>
    public HashSet<int> Unserialisable { get; } = [];

    public void AttemptStarted(int node, int attempt, DateTimeOffset at, bool mustCommit) => Add($"start {Name(node)}#{attempt}");

    public void StepCompleted(int node, int attempt, DateTimeOffset startedAt, DateTimeOffset completedAt)
    {
        if (Unserialisable.Contains(node))
            throw new HandoffException("cannot be serialised");
        Assert.True(completedAt >= startedAt);
        Add($"ok {Name(node)}#{attempt}");
    }

    public void StepSkipped(int node, DateTimeOffset at) => Add($"skip {Name(node)}");

    public void AttemptFailed(int node, int attempt, DateTimeOffset startedAt, DateTimeOffset at, Exception exception, DateTimeOffset? retryAt) =>
        Add($"fail {Name(node)}#{attempt} {exception.GetType().Name}{(retryAt is null ? "" : " retry")}");

    public void RunEnded(RunStatus status, IReadOnlyList<StepFailure> failure, DateTimeOffset at) => Add(status.ToString());

    public void Suspended(DateTimeOffset wakeAt, DateTimeOffset at) => Add($"suspended for {(wakeAt - at).TotalMinutes:0}m");

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
        if (commitsAtOnce)
            Commit();
    }

    public void Commit(bool ok = true)
    {
        Assert.Equal(1, CommitsUnderWay);
        CommitsUnderWay--;
        if (ok)
            Commits.Add(_underWay);
        executor.OnCommitted(ok);
    }

    private void Add(string record) => _pending.Add(record);

    private string Name(int node) => executor.Definition.Nodes[node].Name;
}
