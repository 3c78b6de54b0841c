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
builder.Services.AddSingleton(new Shop(new Narrator(Console.Out), paymentFailures: 2));
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

var good = await orders.StartAsync("order-1", new Order("A-17", "teapot", 3, 24.50m));
Console.WriteLine(good.AlreadyExisted ? "order-1 was started before: the same run, its result from the store" : "order-1: 3 teapots");
var confirmation = await good.WaitAsync();
Console.WriteLine($"order-1 confirmed: invoice {confirmation.Invoice}, parcel {confirmation.Tracking}");

var bad = await orders.StartAsync("order-2", new Order("A-18", "teapot", 0, 24.50m));
Console.WriteLine("order-2: no teapots at all");
try
{
    await bad.WaitAsync();
}
catch (WorkflowFailedException e)
{
    Console.WriteLine($"order-2 failed in step '{e.Step}' at attempt {e.Attempt}: {e.Failures[0].Message}");
}
await host.StopAsync();
