using WorkflowGen.Journal;

namespace WorkflowGen.Execution;

// Failures that do not stop the run at once: handled by another step ([Catch]), or taken note of until everything else is done (FailFast = false). Such a node has settled, by failing.
public abstract partial class WorkflowExecutor
{
    private Dictionary<int, StepFailure>? _handled;

    /// <summary>
    /// What a node that takes a <see cref="StepFailure"/> is told. For one with [Catch]: the failure that it handles, of several the one declared first. For [Finally] nodes and for compensations: the first failure of
    /// the run; null: it has not failed. The same after a crash.
    /// </summary>
    protected StepFailure? FailureOf(int node)
    {
        if (_closing != default)
            return _runFailure;
        foreach (var caught in Definition.NodeArray[node].Catches)
        {
            if (_nodes[caught].Status == NodeStatus.Failed && _handled?.GetValueOrDefault(caught) is { } failure)
                return failure;
        }
        return null;
    }

    /// <summary>Whether the node is not to run because of what has failed or what has not.</summary>
    private bool IsRuledOut(NodeDefinition definition)
    {
        foreach (var required in definition.RequiredArray)
        {
            var status = _nodes[required].Status;
            if (status is NodeStatus.Skipped or NodeStatus.Failed or NodeStatus.Cancelled || (definition.IsFinally && status != NodeStatus.Completed))
                return true;
        }
        if (definition.NeedsFailure && _runFailure is null)
            return true;
        if (!Definition.FailFast && !definition.IsFinally && _failures is { Count: > 0 } && ComesAfterAFailure(definition))
            return true;
        return definition.Catches.Count > 0 && !AnyFailed(definition.Catches);
    }

    /// <summary>Whether it waits, be it only by [After], for a step whose failure nothing handles.</summary>
    private bool ComesAfterAFailure(NodeDefinition definition)
    {
        foreach (var dependency in definition.DependencyArray)
        {
            if (_nodes[dependency].Status == NodeStatus.Failed && !Definition.NodeArray[dependency].IsCaught)
                return true;
        }
        return false;
    }

    private bool AnyFailed(IReadOnlyList<int> nodes)
    {
        foreach (var node in nodes)
        {
            if (_nodes[node].Status == NodeStatus.Failed)
                return true;
        }
        return false;
    }

    private bool SettlesByFailing(NodeDefinition definition) => definition.IsCaught || definition.IsFinally || !Definition.FailFast;

    /// <summary>Keeps what is told of the failure. What nobody handles is a failure of the run.</summary>
    private void NoteFailure(NodeDefinition definition, in FailedAttempt failure)
    {
        if (definition.IsCaught)
        {
            (_handled ??= [])[definition.Index] = JournalEncoder.Describe(failure.Step, failure.Attempt, failure.Exception);
            return;
        }
        (_failures ??= []).Add(failure);
        if (definition.IsFinally)
            _finallyFailed = true;
        else
            _runFailure ??= JournalEncoder.Describe(failure.Step, failure.Attempt, failure.Exception);
    }

    /// <summary>The node has settled, but not before that is on record.</summary>
    private void SettleFailed(int index)
    {
        ref var node = ref _nodes[index];
        if (_journal is null)
        {
            SettleAsFailed(index);
            return;
        }
        node.Status = NodeStatus.Failing;
        _committing++;
        if (Definition.NodeArray[index].IsBackground)
            _committingUnasked++;
        _gathered.Add(index);
    }

    private void SettleAsFailed(int index)
    {
        _nodes[index].Status = NodeStatus.Failed;
        var isStream = Definition.NodeArray[index].IsStream;
        if (!isStream || !StreamOf(index).IsOpen)
            Settle(index);
        if (isStream)
            StreamFailed(index);
    }
}
