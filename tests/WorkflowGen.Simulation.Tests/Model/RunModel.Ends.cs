using WorkflowGen.Execution;
using WorkflowGen.Journal;
using WorkflowGen.Storage;

namespace WorkflowGen.Simulation.Tests;

// How a run ends, and what it undoes before.
internal sealed partial class RunModel
{
    private void CheckLastArmed(string node)
    {
        if (_closing is null or RunStatus.Completed && !IsUndo)
            Report("I11", $"{node} is undone, and the run is not failing or cancelled");
        if (_armed.Count == 0 || _armed[^1].Node != node)
            Report("I11", $"{node} is undone, and it is the turn of {(_armed.Count == 0 ? "nothing" : _armed[^1].Node)}");
    }

    private void Compensate(Compensated record)
    {
        _compensated++;
        _world.Tally.Count(record.Compensation.Length == 0 ? "child undone" : "compensated");
        CheckLastArmed(record.Node);
        if (_armed.Count > 0)
            _armed.RemoveAt(_armed.Count - 1);
    }

    /// <summary>The steps are over; how it ends is on record.</summary>
    private void CheckOver(RunStatus status)
    {
        if (IsUndo || _each is not null)
            return;
        switch (status)
        {
            case RunStatus.Completed:
                foreach (var node in _nodes.Values.Where(n => !n.Plan.IsFinally && n.Plan.Cancels is null && n.State is Settled.No or Settled.Failed))
                    Report("I5", $"completes, and {node} has not settled");
                foreach (var end in Workflow.Regions.Keys.Where(e => !IsLoopOver(e)))
                    Report("I5", $"completes, and the loop of {end} is not over");
                break;
            case RunStatus.Failed:
                if (_firstFailure is null)
                    Report("I2", "fails, and nothing has failed that nobody handles");
                if (!Workflow.FailFast && !WasCancelled && !_cancelledBySignal)
                {
                    foreach (var node in _nodes.Values.Where(n => n.State == Settled.No && n.Plan is { IsFinally: false, Cancels: null } && n.Plan.Kind == NodeKind.Step && HasItsTurn(n.Plan) && !DependsOnFailed(n.Plan)))
                        Report("I5", $"fails, and {node} could have run");
                }
                break;
            case RunStatus.Cancelled:
                if (!WasCancelled && !_cancelledBySignal)
                    Report("I2", "is cancelled, and nobody has asked for it");
                break;
        }
    }

    private void CheckEnded(RunEnded ended)
    {
        if (IsUndo)
            return;
        var expected = _finallyFailed ? RunStatus.Failed : _closing ?? ended.Status;
        if (ended.Status != expected)
            Report("I2", $"ends as {ended.Status}, and was closing as {expected}");
        if (_each is null && ended.Status == RunStatus.Failed && !_finallyFailed && (ended.Failures.Count == 0 || ended.Failures[0].Step != _firstFailure?.Step.Split('/')[0] || ended.Failures[0].Attempt != _firstFailure.Attempt))
            Report("I6", $"failed by {(ended.Failures.Count == 0 ? "nothing" : ended.Failures[0].ToString())}, and the first failure was {_firstFailure}");
        if (_each is null && _undoable != _armedSteps)
            Report("I11", $"{_undoable} of its steps have completed and can be undone, and {_armedSteps} are remembered");
        if ((_closing ?? ended.Status) != RunStatus.Completed && _armed.Count > 0)
            Report("I11", $"is {ended.Status}, and not undone are: {string.Join(", ", _armed.Select(a => a.Node))}");
        if ((_closing ?? ended.Status) == RunStatus.Completed && _compensated > 0)
            Report("I11", "is Completed, and something was undone");
        foreach (var finalStep in _nodes.Values.Where(n => n.Plan.IsFinally && n.State == Settled.No))
            Report("I5", $"ends, and {finalStep} was to run at its end");
        foreach (var id in _children)
        {
            if (_world.Store.ModelOf(id) is { IsOver: false } child && !((_closing ?? ended.Status) == RunStatus.Completed && child.WasCancelled))
                Report("I2", $"ends as {ended.Status}, and its child {id} is {child.Status}");
        }
        _world.Tally.Count($"run {ended.Status}");
    }

    /// <summary>When all is over.</summary>
    public void CheckEnd()
    {
        if (!IsOver)
            Report("I2", $"is {Status} at the end");
        foreach (var id in _children.Where(id => _world.Store.ModelOf(id) is null))
            Report("I12", $"its child {id} was started, and is not there");
    }
}
