using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using WorkflowGen.Hosting;
using WorkflowGen.Tests;

namespace WorkflowGen.Storage.PostgreSql.Tests;

public sealed record Entry(string Account, int Amount);

public sealed record Line(string Account, int Amount);

public sealed record Booked(int Amount);

public sealed record Balance(int Total);

/// <summary>Two accounts side by side, elements, and a step that fails once after it has written.</summary>
[Workflow("ledger")]
public sealed partial class LedgerWorkflow(Book book)
{
    public partial ValueTask<Balance> RunAsync(Entry entry, CancellationToken cancellationToken = default);

    [Step, Idempotency(Idempotency.Transactional), Retry(1_000, "5ms")]
    async Task<Booked> Debit(Entry entry, StepContext step)
    {
        await book.WriteAsync(step, entry.Account, -entry.Amount);
        return step.Attempt == 1 ? throw new InvalidOperationException("after it has written") : new Booked(-entry.Amount);
    }

    [Step, Idempotency(Idempotency.Transactional), Retry(1_000, "5ms")]
    async Task<Line> Credit(Entry entry, StepContext step)
    {
        await book.WriteAsync(step, entry.Account, entry.Amount);
        return new Line(entry.Account, entry.Amount);
    }

    [Step, Pure]
    static IReadOnlyList<Line> Parts([From(nameof(Credit))] Line line) => [line with { Amount = 1 }, line with { Amount = 2 }, line with { Amount = 3 }];

    [Step, Idempotency(Idempotency.Transactional), Retry(1_000, "5ms")]
    async Task<Booked> Fee([Each, From(nameof(Parts))] Line line, StepContext step)
    {
        await book.WriteAsync(step, line.Account, line.Amount);
        return new Booked(line.Amount);
    }

    [Step, Idempotency(Idempotency.Transactional), Retry(1_000, "5ms")]
    async Task<Balance> Close(Entry entry, [From(nameof(Debit))] Booked debit, [From(nameof(Fee))] IReadOnlyList<Booked> fees, StepContext step)
    {
        await book.WriteAsync(step, entry.Account, 100);
        return new Balance(debit.Amount + fees.Sum(f => f.Amount));
    }
}

/// <summary>What the steps write: rows without a key, so that nothing but the transaction keeps them from being there twice.</summary>
[AllowNondeterminism("a test's database")]
public sealed class Book
{
    public async Task WriteAsync(StepContext step, string account, int amount)
    {
        DbTransaction transaction = step.Transaction;
        await using var command = transaction.Connection!.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "INSERT INTO book (run, step, element, account, amount) VALUES (@run, @step, @element, @account, @amount)";
        foreach (var (name, value) in new (string, object)[] { ("run", step.RunId), ("step", step.StepName), ("element", step.Element ?? -1), ("account", account), ("amount", amount) })
            command.Parameters.Add(new NpgsqlParameter(name, value));
        await command.ExecuteNonQueryAsync(step.CancellationToken);
    }
}

/// <summary>What a step writes through its transaction is there once, with the record of its end or not at all.</summary>
public sealed class TransactionalStepTests : IDisposable
{
    private readonly TestSchema _schema = new();
    private readonly TestSchema _books = new();

    public TransactionalStepTests()
    {
        _books.Run("CREATE SCHEMA $schema");
        _books.Run("CREATE TABLE $schema.book (run text, step text, element int, account text, amount int)");
    }

    public void Dispose()
    {
        _schema.Dispose();
        _books.Dispose();
    }

    [Fact]
    public async Task What_they_write_is_there_once_also_where_an_attempt_had_failed()
    {
        await using var services = Services();
        var engine = services.GetRequiredService<WorkflowEngine>();
        await engine.StartAsync(TestContext.Current.CancellationToken);
        var client = services.GetRequiredService<LedgerWorkflowClient>();

        await Parallel.ForEachAsync(Enumerable.Range(0, 30), async (n, token) =>
        {
            var run = await client.StartAsync($"r{n}", new Entry($"a{n}", 10 + n), cancellationToken: token);
            Assert.Equal(new Balance(-10 - n + 6), await run.WaitAsync(token));
        });

        AssertOnce(30);
        await engine.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Connections_that_are_cut_under_way_leave_nothing_half_done()
    {
        await using var services = Services();
        var engine = services.GetRequiredService<WorkflowEngine>();
        await engine.StartAsync(TestContext.Current.CancellationToken);
        var client = services.GetRequiredService<LedgerWorkflowClient>();
        using var over = new CancellationTokenSource();
        var cuts = 0;
        var cutting = Task.Run(async () =>
        {
            while (!over.IsCancellationRequested)
            {
                await Task.Delay(150, TestContext.Current.CancellationToken);
                _schema.Run($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '{_schema.Name}' AND random() < 0.5");
                cuts++;
            }
        });

        await Parallel.ForEachAsync(Enumerable.Range(0, 10), async (n, token) =>
        {
            RunHandle<Balance>? run = null;
            while (run is null)
            {
                try
                {
                    run = await client.StartAsync($"r{n}", new Entry($"a{n}", 10 + n), cancellationToken: token);
                }
                catch (StoreException)
                {
                }
            }
            RunState? state;
            while ((state = await StateAsync(client, run.Id))?.Status is not (RunStatus.Completed or RunStatus.Failed or RunStatus.Parked))
                await Task.Delay(20, token);
            Assert.True(state.Status == RunStatus.Completed, state.Reason);
            if (n == 8)
                await over.CancelAsync();
        });
        await over.CancelAsync();
        await cutting;

        Assert.True(cuts > 0);
        AssertOnce(10);
        await engine.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_store_without_transactions_is_refused_at_the_start()
    {
        await using var services = new ServiceCollection().AddSingleton<Book>().AddWorkflowGen(w => w.AddWorkflow<LedgerWorkflow>().UseStore(_ => new InMemoryWorkflowStore())).BuildServiceProvider();

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => services.GetRequiredService<WorkflowEngine>().StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains("'Debit'", refused.Message);
        Assert.Contains("PostgreSQL", refused.Message);
    }

    [Fact]
    public async Task In_memory_a_step_is_told_that_there_is_none()
    {
        var failed = await Assert.ThrowsAnyAsync<Exception>(async () => await new LedgerWorkflow(new Book()).RunAsync(new Entry("a", 1), TestContext.Current.CancellationToken));

        Assert.Contains("has no transaction", failed.ToString());
    }

    private static async Task<RunState?> StateAsync(LedgerWorkflowClient client, string id)
    {
        try
        {
            return await client.GetAsync(id);
        }
        catch (StoreException)
        {
            return null;
        }
    }

    private void AssertOnce(int runs)
    {
        Assert.Equal(runs * 6L, _books.Ask<long>("SELECT count(*) FROM $schema.book"));
        Assert.Equal(runs * 6L, _books.Ask<long>("SELECT count(DISTINCT (run, step, element)) FROM $schema.book"));
    }

    private ServiceProvider Services() => new ServiceCollection()
        .AddSingleton<Book>()
        .AddWorkflowGen(w => w
            .AddWorkflow<LedgerWorkflow>()
            .UseStore(_ => _schema.Store(o => o.ConnectionString += $";Application Name={_schema.Name};Search Path={_books.Name}"))
            .Configure(o =>
            {
                o.PollInterval = TimeSpan.FromMilliseconds(20);
                o.MaxStoreRetryDelay = TimeSpan.FromMilliseconds(100);
                o.MaxClaimsWithoutProgress = 1000;
            }))
        .BuildServiceProvider();
}
