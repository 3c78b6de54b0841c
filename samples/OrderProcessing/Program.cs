using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrderProcessing;
using WorkflowGen;

// usage: OrderProcessing [store.db]   (without a store, runs are kept in memory and end with the process)
Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
var builder = Host.CreateApplicationBuilder();
builder.Logging.ClearProviders();
builder.Services.AddSingleton(new Shop(new Narrator(Console.Out), paymentFailures: 2, TimeProvider.System));
builder.Services.AddWorkflowGen(w =>
{
    w.AddWorkflow<OrderWorkflow>();
    if (args is [var file])
        w.UseSqlite($"Data Source={file}");
    else
        w.UseInMemory();
});
using var host = builder.Build();
await host.StartAsync();
var orders = host.Services.GetRequiredService<OrderWorkflowClient>();

var small = await orders.StartAsync("order-1", new Order("A-17", [new("teapot", 3, 24.50m), new("cup", 6, 4m)]));
Console.WriteLine(small.AlreadyExisted ? "order-1 was started before: the same run, its result from the store" : "order-1: 3 teapots and 6 cups");
await TellAsync(small);

var large = await orders.StartAsync("order-2", new Order("A-18", [new("piano", 2, 4_800m)]));
Console.WriteLine("order-2: 2 pianos; somebody has to agree");
await orders.SignalApproveAsync("order-2", new Approval("Ada", Granted: true), key: "order-2");
await TellAsync(large);

var declined = await orders.StartAsync("order-3", new Order("A-19", [new("piano", 1, 4_800m)]));
Console.WriteLine("order-3: 1 piano; nobody agrees");
await orders.SignalApproveAsync("order-3", new Approval("Grace", Granted: false), key: "order-3");
await TellAsync(declined);

var missing = await orders.StartAsync("order-4", new Order("A-20", [new("teapot", 1, 24.50m), new("cup", 200, 4m)]));
Console.WriteLine("order-4: more cups than there are; what was charged is refunded");
await TellAsync(missing);

var bad = await orders.StartAsync("order-5", new Order("A-21", [new("teapot", 0, 24.50m)]));
Console.WriteLine("order-5: no teapots at all");
await TellAsync(bad);
await host.StopAsync();

static async Task TellAsync(RunHandle<Outcome> order)
{
    try
    {
        Console.WriteLine(await order.WaitAsync() switch
        {
            Outcome.Confirmed confirmed => $"{order.Id} confirmed: invoice {confirmed.Invoice}, parcel {confirmed.Tracking}",
            Outcome.Declined(_, var why) => $"{order.Id} declined: {why}",
            var other => $"{order.Id}: {other}",
        });
    }
    catch (WorkflowFailedException e)
    {
        Console.WriteLine($"{order.Id} failed in step '{e.Step}' at attempt {e.Attempt}: {e.Failures[0].Message}");
    }
}
