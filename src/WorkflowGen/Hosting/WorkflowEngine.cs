using System.Text.Json;
using WorkflowGen.Execution;
using WorkflowGen.Storage;

namespace WorkflowGen.Hosting;

/// <summary>
/// The durable runtime of this process: it takes up runs that are due, drives them, and starts, watches and cancels runs for clients. A host starts and stops it; without a host, do so yourself.
/// Safe for concurrent use.
/// </summary>
public sealed partial class WorkflowEngine : IAsyncDisposable
{
    private readonly IServiceProvider _services;

    internal WorkflowEngine(IServiceProvider services) => _services = services;

    /// <summary>Opens the store and begins to execute runs.</summary>
    public Task StartAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException("Not built yet.");

    /// <summary>Takes up nothing new, waits for steps under way, and gives all runs back.</summary>
    public Task StopAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException("Not built yet.");

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => default;

    internal ValueTask<bool> StartRunAsync<TInputs>(string id, WorkflowDefinition definition, TInputs inputs, Action<Utf8JsonWriter, TInputs> writeInputs, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Not built yet.");

    internal ValueTask<RunOutcome?> ReadOutcomeAsync(string id, WorkflowDefinition definition, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Not built yet.");

    internal Task<RunOutcome> WaitAsync(string id, WorkflowDefinition definition, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Not built yet.");

    internal ValueTask<bool> CancelAsync(string id, string workflow, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Not built yet.");

    internal IAsyncEnumerable<RunHead> ListAsync(string workflow, RunStatus? status, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Not built yet.");
}
