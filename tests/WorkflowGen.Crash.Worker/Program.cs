using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WorkflowGen.Crash.Worker;
using WorkflowGen.Storage.Sqlite;

// usage: <folder> <runs>: starts the runs that are not there yet, waits for all, and says in the ledger what was acknowledged.
var folder = args[0];
var runs = int.Parse(args[1], CultureInfo.InvariantCulture);
var connection = $"Data Source={Path.Combine(folder, "runs.db")}";

using var ledger = new Ledger(Path.Combine(folder, "ledger"));
ledger.Append("process\n");

var builder = Host.CreateApplicationBuilder();
builder.Logging.ClearProviders();
builder.Services.AddSingleton(new Effects(ledger));
builder.Services.AddWorkflowGen(w => w
    .AddWorkflow<CrashWorkflow>()
    .UseStore(_ => new CrashingStore(new SqliteWorkflowStore(connection), ledger))
    .Configure(o =>
    {
        // Long: the next process must see for itself that the one before is dead.
        o.LeaseDuration = TimeSpan.FromMinutes(5);
        o.SnapshotEvery = 3;
        // A kill is no fault of the run's: dozens of them must not park it.
        o.MaxClaimsWithoutProgress = 1000;
    }));
using var host = builder.Build();
await host.StartAsync();
var client = host.Services.GetRequiredService<CrashWorkflowClient>();
await Task.WhenAll(Enumerable.Range(1, runs).Select(async i =>
{
    var id = $"run-{i}";
    var run = await client.StartAsync(id, new Job(id, i));
    ledger.Append($"started {id}\n");
    var total = await run.WaitAsync();
    ledger.Append($"completed {id} {total.Value}\n");
}));
await host.StopAsync();
Console.WriteLine($"passed {CrashPoints.Passed}");
