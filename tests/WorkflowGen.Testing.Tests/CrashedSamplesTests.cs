using Comprehensive;
using Microsoft.Extensions.DependencyInjection;
using OrderProcessing;
using WorkflowGen.Execution;
using WorkflowGen.Storage;
using WorkflowGen.Storage.Sqlite;

namespace WorkflowGen.Testing.Tests;

/// <summary>The workflows of the samples, which use all of the language, with faults at the calls of each store.</summary>
public sealed class CrashedSamplesTests
{
    public static TheoryData<string> Stores { get; } =
    [
        "memory",
        "SQLite",
#if HAS_LITEDB
        "LiteDB",
#endif
    ];

    [Theory]
    [MemberData(nameof(Stores))]
    public Task Deciding(string store) => EverywhereAsync<Deciding>(store, async test =>
    {
        var client = test.Client<DecidingClient>();
        await client.StartAsync("small", new Comprehensive.Claim("Ada", 300, Foreign: false));
        await client.StartAsync("cheque", new Comprehensive.Claim("Grace", 700, Foreign: true));
        await client.StartAsync("declined", new Comprehensive.Claim("Edsger", 7_000, Foreign: false));
        await test.RunUntilIdleAsync();
        Assert.All(test.Runs, run => Assert.Equal(RunStatus.Completed, run.Status));
    });

    [Theory]
    [MemberData(nameof(Stores))]
    public Task Repeating(string store) => EverywhereAsync<Repeating>(store, async test =>
    {
        await test.Client<RepeatingClient>().StartAsync("pages", 3);
        await test.RunUntilIdleAsync();
        Assert.Equal(RunStatus.Completed, test.Run("pages").Status);
    });

    [Theory]
    [MemberData(nameof(Stores))]
    public Task Undoing(string store) => EverywhereAsync<Undoing>(store, async test =>
    {
        var client = test.Client<UndoingClient>();
        await client.StartAsync("there", new Trip("Ada", "Paris"));
        await client.StartAsync("nowhere", new Trip("Grace", "Atlantis"));
        await test.RunUntilIdleAsync();
    });

    [Theory]
    [MemberData(nameof(Stores))]
    public Task Waiting(string store) => EverywhereAsync<Waiting>(store, async test =>
    {
        var client = test.Client<WaitingClient>();
        await client.StartAsync("party", new Invitation("Ada", 2));
        await client.StartAsync("off", new Invitation("Grace", 2));
        await client.SignalOrderAsync("party", new MenuChoice("soup"), key: "first");
        await client.SignalOrderAsync("party", new MenuChoice("fish"), key: "second");
        await client.SignalReplyAsync("party", new Answer(Comes: true), key: "reply");
        await test.AdvanceAsync(TimeSpan.FromMinutes(1));
        await client.SignalNeighboursComplainAsync("party", new Closed(), key: "loud");
        await client.SignalCalledOffAsync("off", new Closed(), key: "off");
        await test.RunUntilIdleAsync();
        await client.SignalSpeechAsync("party", new Toast("To the cook!"), key: "speech");
        await test.RunUntilIdleAsync();
        await client.SignalKitchenClosesAsync("party", new Closed(), key: "closes");
        await test.RunUntilIdleAsync();
        Assert.Equal(RunStatus.Completed, test.Run("party").Status);
        Assert.Equal(RunStatus.Cancelled, test.Run("off").Status);
    });

    [Theory]
    [MemberData(nameof(Stores))]
    public Task Ordering(string store) => EverywhereAsync<OrderWorkflow>(store, async test =>
    {
        var client = test.Client<OrderWorkflowClient>();
        await client.StartAsync("large", new OrderProcessing.Order("A-18", [new("piano", 2, 4_800m)]));
        await client.StartAsync("missing", new OrderProcessing.Order("A-20", [new("teapot", 1, 24.50m), new("cup", 200, 4m)]));
        await client.StartAsync("bad", new OrderProcessing.Order("A-21", [new("teapot", 0, 24.50m)]));
        await test.RunUntilIdleAsync();
        await client.SignalApproveAsync("large", new OrderProcessing.Approval("Ada", Granted: true), key: "yes");
        await test.RunUntilIdleAsync();
        Assert.Equal(["Completed", "Failed", "Failed"], test.Runs.Select(r => r.Status.ToString()).Order());
    }, static test =>
        // The real one hands over what time it is, and a crash takes time.
        test.Replace(OrderWorkflow.Steps.Confirm, static (accepted, invoice, shipment, _) => new Outcome.Confirmed(accepted.Order.Id, invoice.Number, shipment.Tracking, default)));

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task What_a_process_wrote_is_what_the_next_one_reads(string store)
    {
        await using var test = Create<Undoing>(store);
        var client = test.Client<UndoingClient>();
        await client.StartAsync("there", new Trip("Ada", "Paris"));
        test.Crash();
        await test.RunUntilIdleAsync();
        test.Crash();

        Assert.Equal("Ada to Paris by WG 1, Hotel Paris", (await client.GetAsync("there"))!.Result!.Text);
        Assert.Equal("ended Completed", test.Journal("there")[^1].ToString());
    }

    private static async Task EverywhereAsync<TWorkflow>(string store, Func<WorkflowTest, Task> scenario, Action<WorkflowTest>? prepare = null)
        where TWorkflow : class, IWorkflow<TWorkflow>
    {
        // Samples of them: the steps wait on the clock, and what goes to a file is flushed.
        var options = store == "memory" ? CrashDepth.Options with { AtMost = 120 } : CrashDepth.Options with { AtMost = 40, Pairs = 20 };
        var report = await CrashEverywhere.RunAsync(() =>
        {
            var test = Create<TWorkflow>(store);
            prepare?.Invoke(test);
            return test;
        }, scenario, options);
        TestContext.Current.SendDiagnosticMessage(report.ToString());
        Assert.True(report.Crashes > 5 && report.Pairs > 5, report.ToString());
    }

    private static WorkflowTest Create<TWorkflow>(string store)
        where TWorkflow : class, IWorkflow<TWorkflow>
    {
        var test = WorkflowTest.For<TWorkflow>(static services => services
            .AddSingleton(static provider => new Office(TextWriter.Null, provider.GetRequiredService<TimeProvider>()))
            .AddSingleton(static provider => new Shop(new Narrator(TextWriter.Null), paymentFailures: 1, provider.GetRequiredService<TimeProvider>())));
        test.Patience = TimeSpan.FromSeconds(2);
        return store switch
        {
            "SQLite" => test.UseStore(static folder => new SqliteWorkflowStore($"Data Source={folder}/runs.db")),
#if HAS_LITEDB
            "LiteDB" => test.UseStore(static folder => new WorkflowGen.Storage.LiteDb.LiteDbWorkflowStore($"Filename={folder}/runs.litedb")),
#endif
            _ => test,
        };
    }
}
