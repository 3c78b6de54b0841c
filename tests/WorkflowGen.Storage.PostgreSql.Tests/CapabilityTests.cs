using System.Collections.Concurrent;
using System.Data.Common;
using Npgsql;
using static WorkflowGen.Storage.PostgreSql.Tests.TestRuns;

namespace WorkflowGen.Storage.PostgreSql.Tests;

/// <summary>Transactions of steps, and notices; what else the store can do beyond the contract is in the contract tests of all stores that can.</summary>
public sealed class CapabilityTests : IAsyncLifetime
{
    private readonly TestSchema _schema = new();
    private PostgreSqlWorkflowStore _store = null!;

    public async ValueTask InitializeAsync() => _store = await _schema.Opened();

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _schema.Dispose();
    }

    [Fact]
    public async Task What_a_step_writes_commits_with_its_checkpoint()
    {
        await _store.CreateAsync(Taken("r1"), default);
        _schema.Run("CREATE TABLE $schema.effect (n int)");

        await using (var transaction = await _store.BeginAsync(new("r1", 1), default))
        {
            await Write(transaction.Transaction, 7);
            var commit = Commit("r1", 1, 1, To(RunStatus.Completed, 2)) with { Starts = [New("child")], Signals = [Signal("child")] };
            Assert.Equal(CommitResult.Committed, await transaction.CommitAsync(commit, default));
        }

        Assert.Equal(7L, Effects());
        Assert.Equal(RunStatus.Completed, (await _store.GetAsync("r1", default))!.Status);
        Assert.Equal(2, (await _store.LoadAsync("r1", default))!.Entries.Count);
        Assert.Single((await _store.LoadAsync("child", default))!.Signals);
    }

    [Fact]
    public async Task A_fenced_commit_takes_what_the_step_wrote_back()
    {
        await _store.CreateAsync(Taken("r1", until: 1), default);
        _schema.Run("CREATE TABLE $schema.effect (n int)");

        await using (var transaction = await _store.BeginAsync(new("r1", 1), default))
        {
            await Write(transaction.Transaction, 7);
            Assert.Single(await _store.ClaimAsync(Claim(2, "w2"), default));
            Assert.Equal(CommitResult.Fenced, await transaction.CommitAsync(Commit("r1", 1, 1), default));
        }

        Assert.Equal(0L, Effects());
        Assert.Equal(1, (await _store.GetAsync("r1", default))!.LastSequence);
    }

    [Fact]
    public async Task A_transaction_that_is_not_committed_leaves_nothing_and_locks_nothing_of_the_run()
    {
        await _store.CreateAsync(Taken("r1"), default);
        _schema.Run("CREATE TABLE $schema.effect (n int)");

        await using (var transaction = await _store.BeginAsync(new("r1", 1), default))
        {
            await Write(transaction.Transaction, 7);
            // Others write to the run meanwhile.
            Assert.Equal(PutSignalResult.Accepted, await _store.PutSignalAsync(Signal("r1"), default));
            Assert.Equal(CommitResult.Committed, await _store.CommitAsync(Commit("r1", 1, 1), default));
        }

        Assert.Equal(0L, Effects());
    }

    [Fact]
    public async Task A_transaction_commits_for_the_lease_that_it_was_begun_under()
    {
        await _store.CreateAsync(Taken("r1"), default);
        await _store.CreateAsync(Taken("r2"), default);
        await using var transaction = await _store.BeginAsync(new("r1", 1), default);

        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await transaction.CommitAsync(Commit("r2", 1, 1), default));
    }

    [Fact]
    public async Task A_step_whose_own_sql_failed_cannot_commit_and_a_new_transaction_can()
    {
        await _store.CreateAsync(Taken("r1"), default);
        await using (var transaction = await _store.BeginAsync(new("r1", 1), default))
        {
            await Assert.ThrowsAsync<PostgresException>(async () => await Write(transaction.Transaction, 7));
            await Assert.ThrowsAsync<StoreException>(async () => await transaction.CommitAsync(Commit("r1", 1, 1), default));
        }

        _schema.Run("CREATE TABLE $schema.effect (n int)");
        await using (var transaction = await _store.BeginAsync(new("r1", 1), default))
        {
            await Write(transaction.Transaction, 8);
            Assert.Equal(CommitResult.Committed, await transaction.CommitAsync(Commit("r1", 1, 1), default));
        }

        Assert.Equal(8L, Effects());
    }

    [Fact]
    public async Task Many_transactions_and_commits_go_on_at_once()
    {
        _schema.Run("CREATE TABLE $schema.effect (n int)");
        await Parallel.ForEachAsync(Enumerable.Range(0, 32), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, _) =>
        {
            await _store.CreateAsync(Taken($"r{i}"), default);
            for (int n = 1; n <= 6; n++)
            {
                if (n % 2 == 0)
                {
                    Assert.Equal(CommitResult.Committed, await _store.CommitAsync(Commit($"r{i}", 1, n), default));
                    continue;
                }

                await using var transaction = await _store.BeginAsync(new($"r{i}", 1), default);
                await Write(transaction.Transaction, 1);
                Assert.Equal(CommitResult.Committed, await transaction.CommitAsync(Commit($"r{i}", 1, n), default));
            }
        });

        Assert.Equal(96L, Effects());
    }

    [Fact]
    public async Task Others_are_told_what_was_done()
    {
        await using var other = await _schema.Opened();
        using var heard = new Heard(other);

        await _store.CreateAsync(New("due"), default);
        await heard.Expect(new StoreNotice(StoreNoticeKind.Due, null));
        await other.CreateAsync(Taken("held"), default);
        await _store.PutSignalAsync(Signal("held"), default);
        await heard.Expect(new StoreNotice(StoreNoticeKind.Message, "held"));
        await _store.RequestCancelAsync("held", At(3), default);
        await heard.Expect(new StoreNotice(StoreNoticeKind.Message, "held"));
        await _store.CreateAsync(Taken("done"), default);
        await _store.CommitAsync(Commit("done", 1, 1, To(RunStatus.Completed, 1)), default);
        await heard.Expect(new StoreNotice(StoreNoticeKind.Ended, "done"));
        await _store.CreateAsync(Taken("given"), default);
        await _store.ReleaseAsync([new("given", 1)], default);
        await heard.Expect(new StoreNotice(StoreNoticeKind.Due, null));
        await _store.CreateAsync(Taken("asleep"), default);
        await _store.CommitAsync(Commit("asleep", 1, 1, To(RunStatus.Suspended, 1)), default);
        await _store.PutSignalAsync(Signal("asleep"), default);
        await heard.Expect(new StoreNotice(StoreNoticeKind.Due, null));
    }

    [Fact]
    public async Task A_commit_tells_of_what_it_starts_signals_and_cancels()
    {
        await using var other = await _schema.Opened();
        await _store.CreateAsync(Taken("told"), default);
        await _store.CreateAsync(Taken("stopped"), default);
        await _store.CreateAsync(Taken("r1"), default);
        using var heard = new Heard(other);

        await _store.CommitAsync(Commit("r1", 1, 1) with { Starts = [New("c1")], Signals = [Signal("told")], Cancels = ["stopped"], At = At(1) }, default);

        await heard.Expect(new StoreNotice(StoreNoticeKind.Due, null));
        await heard.Expect(new StoreNotice(StoreNoticeKind.Message, "told"));
        await heard.Expect(new StoreNotice(StoreNoticeKind.Message, "stopped"));
    }

    [Fact]
    public async Task More_than_fits_into_one_notice_is_told_in_several()
    {
        await using var other = await _schema.Opened();
        using var heard = new Heard(other);
        string[] ids = [.. Enumerable.Range(0, 300).Select(i => $"{new string('x', 110)}-{i}")];
        await Task.WhenAll(ids.Select(async id =>
        {
            await _store.CreateAsync(Taken(id), default);
            await _store.CommitAsync(Commit(id, 1, 1, To(RunStatus.Failed, 1)), default);
        }));

        foreach (string id in ids)
            await heard.Expect(new StoreNotice(StoreNoticeKind.Ended, id));
    }

    [Fact]
    public async Task A_listener_whose_connection_was_cut_is_told_and_listens_on()
    {
        await using var other = await _schema.Opened(options => options.ConnectionString += $";Application Name={_schema.Name}");
        using var heard = new Heard(other);

        _schema.Run($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '{_schema.Name}'");
        await heard.Expect(new StoreNotice(StoreNoticeKind.Missed, null));

        await _store.CreateAsync(New("due"), default);
        await heard.Expect(new StoreNotice(StoreNoticeKind.Due, null));
    }

    [Fact]
    public async Task Who_has_unsubscribed_or_wants_no_notices_hears_nothing()
    {
        await using var other = await _schema.Opened();
        await using var deaf = await _schema.Opened(static options => options.NoticesEnabled = false);
        using var silent = new Heard(deaf);
        var left = new Heard(other);
        using var heard = new Heard(other);
        left.Dispose();

        await _store.CreateAsync(New("due"), default);
        await heard.Expect(new StoreNotice(StoreNoticeKind.Due, null));

        Assert.Empty(left.Notices);
        Assert.Empty(silent.Notices);
    }

    private async Task Write(DbTransaction transaction, int n)
    {
        await using var command = transaction.Connection!.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"INSERT INTO {_schema.Name}.effect VALUES ({n})";
        await command.ExecuteNonQueryAsync();
    }

    private long Effects() => _schema.Ask<long>("SELECT coalesce(sum(n), 0)::int8 FROM $schema.effect");

    private sealed class Heard : IDisposable
    {
        private readonly IDisposable _subscription;

        public Heard(IStoreNotices store) => _subscription = store.Subscribe(Notices.Enqueue);

        public ConcurrentQueue<StoreNotice> Notices { get; } = new();

        /// <summary>Waits for it, and forgets all that came before it.</summary>
        public async Task Expect(StoreNotice notice)
        {
            using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            var others = new List<StoreNotice>();
            while (true)
            {
                while (Notices.TryDequeue(out var heard))
                {
                    if (heard == notice)
                    {
                        others.ForEach(Notices.Enqueue);
                        return;
                    }

                    others.Add(heard);
                }

                Assert.False(timeout.IsCancellationRequested, $"{notice} was not heard.");
                await Task.Delay(5, CancellationToken.None);
            }
        }

        public void Dispose() => _subscription.Dispose();
    }
}
