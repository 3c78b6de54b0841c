using WorkflowGen.Journal;

namespace WorkflowGen.Execution;

// Failures that do not stop the run at once: handled by another step ([Catch]), or taken note of until everything else is done (FailFast = false). Such a node has settled, by failing.
public abstract partial class WorkflowExecutor
{
    private Dictionary<int, StepFailure>? _handled;

    /// <summary>With FailFast = false, what has not run because something that it comes after had failed.</summary>
    private HashSet<int>? _outOfReach;

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

    /// <summary>Whether it waits, be it only by [After], for a step whose failure nothing handles, or for one that does.</summary>
    private bool ComesAfterAFailure(NodeDefinition definition)
    {
        foreach (var dependency in definition.DependencyArray)
        {
            if (IsOutOfReach(dependency))
                return true;
        }
        foreach (var join in definition.JoinArray)
        {
            if (_joins[join.Index].Count < join.Need && Array.Exists(join.MemberArray, IsOutOfReach))
                return true;
        }
        return false;
    }

    private bool IsOutOfReach(int index) => (_nodes[index].Status == NodeStatus.Failed && !Definition.NodeArray[index].IsCaught) || _outOfReach?.Contains(index) == true;

    /// <summary>What is left out because it comes after a failure leaves out what comes after it, too.</summary>
    private void NoteReach(NodeDefinition definition)
    {
        if (_nodes[definition.Index].Status is NodeStatus.Skipped or NodeStatus.Cancelled && ComesAfterAFailure(definition))
            (_outOfReach ??= []).Add(definition.Index);
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
        var definition = Definition.NodeArray[index];
        if (!definition.IsStream || !StreamOf(index).IsOpen)
            Settle(index);
        else
            TellEndOfStream(definition);
        if (definition.IsStream)
            StreamFailed(index);
    }
}
