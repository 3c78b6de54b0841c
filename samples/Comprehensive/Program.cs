using System.Text;
using Comprehensive;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WorkflowGen;

// usage: Comprehensive [store.db]   (without a store, runs are kept in memory and end with the process)
Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
var builder = Host.CreateApplicationBuilder();
builder.Logging.ClearProviders();
builder.Services.AddSingleton(new Office(Console.Out, TimeProvider.System));
builder.Services.AddWorkflowGen(w =>
{
    w.AddWorkflow<Deciding>();
    w.AddWorkflow<Repeating>();
    w.AddWorkflow<Waiting>();
    w.AddWorkflow<WashingUp>();
    w.AddWorkflow<Photos>();
    w.AddWorkflow<Undoing>();
    w.AddWorkflow<Stocktaking>();
    if (args is [var file])
        w.UseSqlite($"Data Source={file}");
    else
        w.UseInMemory();
});
using var host = builder.Build();
await host.StartAsync();

var deciding = host.Services.GetRequiredService<DecidingClient>();
Console.WriteLine("Deciding: a small claim");
Console.WriteLine("= " + await (await deciding.StartAsync("claim-1", new Claim("Ada", 300, Foreign: false))).WaitAsync());
Console.WriteLine("Deciding: the bank does not answer");
Console.WriteLine("= " + await (await deciding.StartAsync("claim-2", new Claim("Grace", 700, Foreign: true))).WaitAsync());
Console.WriteLine("Deciding: too much");
Console.WriteLine("= " + await (await deciding.StartAsync("claim-3", new Claim("Edsger", 7_000, Foreign: false))).WaitAsync());

Console.WriteLine("Repeating: three pages");
Console.WriteLine("= " + await (await host.Services.GetRequiredService<RepeatingClient>().StartAsync("pages-1", 3)).WaitAsync());

Console.WriteLine("Waiting: an invitation");
var waiting = host.Services.GetRequiredService<WaitingClient>();
var party = await waiting.StartAsync("party-1", new Invitation("Ada", 2));
await waiting.SignalOrderAsync("party-1", new MenuChoice("soup"), key: "first"); // comes early, and is kept
await waiting.SignalOrderAsync("party-1", new MenuChoice("fish"), key: "second");
await waiting.SignalOrderAsync("party-1", new MenuChoice("fish"), key: "second"); // a repeat: counts once
await waiting.SignalReplyAsync("party-1", new Answer(Comes: true));
await waiting.SignalNeighboursComplainAsync("party-1", new Closed());
await OnRecordAsync("party-1", "Cook[0]", "Cook[1]");
await waiting.SignalSpeechAsync("party-1", new Toast("To the cook!"));
await OnRecordAsync("party-1", "Applaud");
await waiting.SignalKitchenClosesAsync("party-1", new Closed());
Console.WriteLine("= " + await party.WaitAsync());
Console.WriteLine("Waiting: the same, called off");
var off = await waiting.StartAsync("party-2", new Invitation("Grace", 2));
await waiting.SignalCalledOffAsync("party-2", new Closed());
try
{
    await off.WaitAsync();
}
catch (WorkflowCancelledException)
{
    Console.WriteLine("= cancelled");
}

Console.WriteLine("Undoing: a trip");
var undoing = host.Services.GetRequiredService<UndoingClient>();
Console.WriteLine("= " + (await (await undoing.StartAsync("trip-1", new Trip("Ada", "Paris"))).WaitAsync()).Text);
Console.WriteLine("Undoing: a trip to a place that there is not");
try
{
    await (await undoing.StartAsync("trip-2", new Trip("Grace", "Atlantis"))).WaitAsync();
}
catch (WorkflowFailedException e)
{
    Console.WriteLine($"= failed in step '{e.Step}': {e.Failures[0].Message}");
}

Console.WriteLine("Scheduled: once a year, and when somebody asks for it");
var counted = await host.Services.GetRequiredService<ScheduleAdministration>().TriggerAsync("stocktaking");
Console.WriteLine("= " + await host.Services.GetRequiredService<StocktakingClient>().WaitAsync(counted));
await host.StopAsync();

// A program that wants to act at the right moment can read what has happened: the journal, told as events.
async Task OnRecordAsync(string run, params string[] steps)
{
    var administration = host.Services.GetRequiredService<WorkflowAdministration>();
    var missing = steps.ToHashSet();
    while (true)
    {
        await foreach (var e in administration.ReadHistoryAsync(run))
        {
            if (e is { Event: "step_ok" or "job_ok" or "job_cancel", Node: var step })
                missing.RemoveWhere(name => step is null || name == step); // the whole run: nothing more will come
        }
        if (missing.Count == 0)
            return;
        await Task.Delay(TimeSpan.FromMilliseconds(10));
    }
}
