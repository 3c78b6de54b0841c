using System.Text;
using Xunit;

namespace WorkflowGen.Storage.ContractTests;

/// <summary>
/// What it means to be a store: each sentence of <see cref="IWorkflowStore"/>'s documentation as a test, split by subject over the files of this folder. A store's tests inherit it and say how one is opened.
/// </summary>
public abstract partial class WorkflowStoreContract : IAsyncLifetime
{
    private readonly List<IWorkflowStore> _opened = [];

    /// <summary>The store that most tests use.</summary>
    protected IWorkflowStore Store { get; private set; } = null!;

    /// <summary>The instant that tests count from.</summary>
    protected static readonly DateTimeOffset T0 = new DateTimeOffset(2026, 3, 29, 1, 59, 59, TimeSpan.Zero).AddTicks(1234567);

    /// <summary>An empty store, new for this test and not initialised.</summary>
    protected abstract IWorkflowStore Create();

    /// <summary>Forgets what <see cref="Create"/> made.</summary>
    protected virtual void Delete()
    {
    }

    public async ValueTask InitializeAsync() => Store = await OpenAsync(Create);

    public async ValueTask DisposeAsync()
    {
        foreach (var store in _opened)
            await store.DisposeAsync();
        Delete();
        GC.SuppressFinalize(this);
    }

    protected async Task<IWorkflowStore> OpenAsync(Func<IWorkflowStore> create)
    {
        var store = create();
        _opened.Add(store);
        await store.InitializeAsync(None);
        return store;
    }

    protected static CancellationToken None => CancellationToken.None;

    protected static DateTimeOffset At(double seconds) => T0.AddSeconds(seconds);

    protected static JournalEntry Entry(long sequence, string? text = null) => new(sequence, Encoding.UTF8.GetBytes(text ?? $"entry {sequence}"));

    protected static JournalEntry[] Entries(long first, int count) => [.. Enumerable.Range(0, count).Select(i => Entry(first + i))];

    protected static string Text(JournalEntry entry) => Encoding.UTF8.GetString(entry.Data.Span);

    protected static NewRun New(string id, double createdAt = 0, string workflow = "order", int version = 1, int entries = 1) =>
        new() { RunId = id, Workflow = workflow, Version = version, CreatedAt = At(createdAt), Entries = Entries(1, entries) };

    protected static NewRun Taken(string id, string owner = "w1", double createdAt = 0, double leaseUntil = 30, int entries = 1) =>
        New(id, createdAt, entries: entries) with { Owner = owner, LeaseUntil = At(leaseUntil) };

    protected static ClaimRequest Claim(double now, string owner = "w1", int limit = 100, double lease = 30) =>
        new() { Owner = owner, Now = At(now), LeaseUntil = At(now + lease), Limit = limit };

    protected static RunCommit Commit(string id, long epoch, long expected, int entries = 1, HeadChange? head = null, JournalEntry? snapshot = null) =>
        new() { RunId = id, Epoch = epoch, ExpectedSequence = expected, Entries = Entries(expected + 1, entries), Head = head, Snapshot = snapshot };

    protected static HeadChange To(RunStatus status, double at, double? wakeAt = null, string? reason = null, bool keep = false) =>
        new() { Status = status, At = At(at), WakeAt = wakeAt is { } w ? At(w) : null, Reason = reason, KeepLease = keep };

    /// <summary>A run that a worker took up at its creation.</summary>
    protected async Task<RunHead> TakenRun(string id = "r1", string owner = "w1", double createdAt = 0, double leaseUntil = 30)
    {
        var result = await Store.CreateAsync(Taken(id, owner, createdAt, leaseUntil), None);
        Assert.True(result.Created);
        return result.Head;
    }

    /// <summary>A run in a given status that nobody holds.</summary>
    protected async Task<RunHead> RunIn(RunStatus status, string id = "r1", double at = 0, double? wakeAt = null)
    {
        if (status == RunStatus.Pending)
            return (await Store.CreateAsync(New(id, at), None)).Head;
        await TakenRun(id, createdAt: at);
        Assert.Equal(CommitResult.Committed, await Store.CommitAsync(Commit(id, 1, 1, head: To(status, at, wakeAt)), None));
        return await Head(id);
    }

    protected async Task<RunHead> Head(string id)
    {
        var head = await Store.GetAsync(id, None);
        Assert.NotNull(head);
        return head;
    }

    protected async Task<string[]> ClaimedAt(double now, string owner = "w2", int limit = 100) =>
        [.. (await Store.ClaimAsync(Claim(now, owner, limit), None)).Select(h => h.RunId)];

    protected async Task<List<string>> History(string id)
    {
        var texts = new List<string>();
        await foreach (var entry in Store.ReadHistoryAsync(id, None))
        {
            Assert.Equal(texts.Count + 1, entry.Sequence);
            texts.Add(Text(entry));
        }

        return texts;
    }
}
