using Microsoft.Extensions.Hosting;

namespace WorkflowGen.Hosting;

/// <summary>Runs the engine for as long as the host runs.</summary>
internal sealed class WorkflowHostedService(WorkflowEngine engine) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => engine.StartAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => engine.StopAsync(cancellationToken);
}
