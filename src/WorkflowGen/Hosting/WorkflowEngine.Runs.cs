using System.Collections.Concurrent;
using WorkflowGen.Execution;
using WorkflowGen.Storage;

namespace WorkflowGen.Hosting;

// The runs in this worker's hands: how many there may be, finding one, what happens when one is given back.
public sealed partial class WorkflowEngine
{
    private readonly ConcurrentDictionary<string, RunActivation> _active = new(StringComparer.Ordinal);
    private readonly RunWaiters _waiters = new();
    private int _slots;

    internal int ActiveCount => Volatile.Read(ref _slots);

    /// <summary>Gives a run back that is not over. By a commit, not by a bare release: that clears its claims, so that a run which many workers in turn had to let go of is not taken for one that ended them.</summary>
    internal async ValueTask ReleaseAsync(RunActivation run)
    {
        if (run.Lease is null)
            return;
        try
        {
            await Store.CommitAsync(run.GiveBack(Time.GetUtcNow()), CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            StoreTrouble.Failed(exception);
        }
    }

    internal void OnEnded(RunActivation run, ExecutorEnd end)
    {
        _active.TryRemove(new KeyValuePair<string, RunActivation>(run.RunId, run));
        if (run.IsOnTrial)
            EndTrial(run);
        var workflow = run.Workflow.Definition.Name;
        switch (end)
        {
            case ExecutorEnd.Ended:
                Telemetry.RunEnded(workflow, run.EndStatus);
                _waiters.Tell(run.RunId, run.Outcome);
                NoteEndForSchedules();
                break;
            case ExecutorEnd.Suspended:
                if (run.WakeAt is { } due)
                {
                    Telemetry.RunSuspended(workflow);
                    NoteDue(due);
                }
                // Told when it was about to suspend: the store has made it due.
                if (run.WasToldOfSignals)
                    _wake.Set();
                _waiters.Tell(run.RunId, run.Outcome);
                break;
            default:
                _waiters.Tell(run.RunId, null);
                break;
        }
        Log.GivenBack(run.RunId, workflow, end);
        FreeSlot();
    }

    private bool TryTakeSlot()
    {
        if (Interlocked.Increment(ref _slots) <= Options.MaxConcurrentRuns)
            return true;
        FreeSlot();
        return false;
    }

    private void FreeSlot()
    {
        Interlocked.Decrement(ref _slots);
        if (_state == EngineState.Stopping)
            CompleteWhenDrained();
        else if (_backlog)
            _wake.Set();
    }
}
