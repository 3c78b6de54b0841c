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
builder.Services.AddSingleton(new Office(Console.Out));
builder.Services.AddWorkflowGen(w =>
{
    w.AddWorkflow<Deciding>();
    w.AddWorkflow<Repeating>();
    w.AddWorkflow<Waiting>();
    w.AddWorkflow<Undoing>();
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
await waiting.SignalReplyAsync("party-1", new Answer(Comes: true));
await waiting.SignalOrderAsync("party-1", new MenuChoice("soup"), key: "first"); // comes early, and is kept
await waiting.SignalOrderAsync("party-1", new MenuChoice("fish"), key: "second");
await waiting.SignalOrderAsync("party-1", new MenuChoice("fish"), key: "second"); // a repeat: counts once
await waiting.SignalKitchenClosesAsync("party-1", new Closed());
Console.WriteLine("= " + await party.WaitAsync());

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
await host.StopAsync();
