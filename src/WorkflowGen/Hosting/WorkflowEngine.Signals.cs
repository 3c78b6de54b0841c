using System.Text.Json;
using WorkflowGen.Execution;
using WorkflowGen.Journal;
using WorkflowGen.Storage;

namespace WorkflowGen.Hosting;

// Signals, on their way from a client to the run: into its inbox in the store, and then whoever has the run here is told to look.
public sealed partial class WorkflowEngine
{
    /// <returns>False: it came too late, the run had ended.</returns>
    internal async ValueTask<bool> SignalAsync<T>(string id, WorkflowDefinition definition, string signal, T value, Action<Utf8JsonWriter, T>? write, string? key, CancellationToken cancellationToken)
    {
        StoreRequestChecks.CheckRunId(id);
        cancellationToken.ThrowIfCancellationRequested();
        await InitializeStoreAsync(cancellationToken).ConfigureAwait(false);
        var request = new RunSignal
        {
            RunId = id,
            Name = signal,
            // Without a key of the caller's, one of ours: a repeat after a lost answer is not a second signal.
            Key = key ?? $"~{Guid.NewGuid():n}",
            At = Time.GetUtcNow(),
            Payload = write is null ? default : Payload.WriteSignal(definition, signal, value, write, Options.MaxPayloadBytes),
        };
        StoreRequestChecks.Check(request);

        var head = await GetHeadAsync(id, cancellationToken).ConfigureAwait(false);
        if (head.Workflow != definition.Name)
            throw new RunConflictException(definition.Name, head);
        switch (await RetryAsync(static (call, token) => call.Store.PutSignalAsync(call.Request, token), (Store, Request: request), cancellationToken).ConfigureAwait(false))
        {
            case PutSignalResult.Accepted or PutSignalResult.Duplicate:
                TellOfSignals(id);
                return true;
            case PutSignalResult.Ended:
                return false;
            default:
                throw new RunNotFoundException(id);
        }
    }

    /// <summary>A commit has sent something to other runs: those that are here are told.</summary>
    internal void Sent(RunMessages messages)
    {
        foreach (var signal in messages.Signals)
            TellOfSignals(signal.RunId);
        foreach (var cancelled in messages.Cancels)
        {
            if (_active.TryGetValue(cancelled, out var run))
                run.RequestCancel(messages.At);
            else
                _wake.Set();
        }
        if (messages.Starts.Count > 0)
            WakeForNewRun();
    }

    /// <summary>There is something in the run's inbox, durably.</summary>
    internal void TellOfSignals(string id)
    {
        if (_active.TryGetValue(id, out var run))
        {
            run.LookForSignals();
            // Still there after it was told: it will look, or see that it was told when it is given back.
            if (_active.TryGetValue(id, out var still) && still == run)
                return;
        }
        _wake.Set();
    }
}
