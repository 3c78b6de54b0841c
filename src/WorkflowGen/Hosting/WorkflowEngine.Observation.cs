using WorkflowGen.Execution;
using WorkflowGen.Storage;

namespace WorkflowGen.Hosting;

// What a test on a virtual clock asks of the worker.
public sealed partial class WorkflowEngine
{
    /// <summary>Told of a run that is about to be suspended, and what it waits for; on the driver's thread.</summary>
    internal Action<string, IReadOnlyList<NodeWait>>? Suspending { get; set; }

    /// <summary>Whether the worker's loop sleeps and every run in its hands stands still.</summary>
    /// <param name="runs">Filled with what stands still, whatever the answer.</param>
    internal bool IsResting(Dictionary<string, ExecutorRest> runs)
    {
        runs.Clear();
        if (_state == EngineState.Running && !(_wake.IsAsleep && SchedulesRest))
            return false;
        var all = true;
        foreach (var run in _active.Values)
        {
            if (run.Look() is { } rest)
                runs[run.RunId] = rest;
            else
                all = false;
        }
        // Slots are taken before a run is seen among the active ones, and given back after it is gone from them.
        return all && ActiveCount == runs.Count && (_state != EngineState.Running || (_wake.IsAsleep && SchedulesRest));
    }

    /// <summary>Whether nothing of a process that was killed moves any more: each run is not driven, or hangs in a call of the store.</summary>
    internal bool HasStopped(Dictionary<string, ExecutorRest> runs)
    {
        _ = IsResting(runs);
        return runs.Values.All(static rest => rest.InFlight == 0) && _active.Values.All(static run => run.IsIdle);
    }

    /// <summary>The graph that a run is of; null: this worker has none of it.</summary>
    internal WorkflowDefinition? DefinitionOf(RunHead head) => _workflows.GetValueOrDefault(new WorkflowKey(head.Workflow, head.Version))?.Definition;

    /// <summary>Looks for work now.</summary>
    internal void Poke() => _wake.Set();

    /// <summary>Does what is otherwise done when leases are renewed: looks for what other processes have asked of this worker's runs.</summary>
    internal async ValueTask LookForMessagesAsync()
    {
        try
        {
            await LookForMessagesAsync([.. _active.Values.Select(static run => run.Lease).OfType<LeaseKey>()]).ConfigureAwait(false);
        }
        catch (StoreException exception)
        {
            StoreTrouble.Failed(exception);
        }
    }

    /// <summary>Lets go of everything as it is, without a word to the store: what the death of the process does.</summary>
    /// <param name="cancelSteps">Whether steps under way are told to stop, for a test that is over.</param>
    internal void Vanish(bool cancelSteps)
    {
        _disposed = true;
        _state = EngineState.Stopping;
        _wake.Dispose();
        _scheduleWake?.Dispose();
        Telemetry.Dispose();
        foreach (var run in cancelSteps ? _active.Values : [])
            run.Abandon();
    }
}
