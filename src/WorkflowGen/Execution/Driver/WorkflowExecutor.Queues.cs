namespace WorkflowGen.Execution;

// Steps that run on workers of another queue ([Queue]). Such a step stays held until nothing else of the run is under way; then the run is given back, in that queue. Nothing of this is on record but where the run was
// and is: the worker that takes it up comes to the step as this one did.
public abstract partial class WorkflowExecutor
{
    /// <summary>Whether some step has been held for it. What has become of that step since is looked for when it counts.</summary>
    private bool _mayMove;

    /// <summary>Whether the node runs on another worker. Then it is held.</summary>
    private bool HoldForQueue(int index, NodeDefinition definition)
    {
        // What waits or only computes does so anywhere, and what closes a run does so where the run is.
        if (definition.Kind != NodeKind.Step || definition.IsPure || definition.IsFinally || !_journal!.IsElsewhere(definition.Queue))
            return false;
        ref var node = ref _nodes[index];
        node.Status = NodeStatus.Held;
        node.IsElsewhere = true;
        _mayMove = true;
        return true;
    }

    /// <summary>The first step that is held for its queue, or −1.</summary>
    private int FindElsewhere()
    {
        for (var i = 0; _mayMove && i < Definition.NodeArray.Length; i++)
        {
            if (_nodes[i] is { Status: NodeStatus.Held, IsElsewhere: true })
                return i;
        }
        return -1;
    }

    private void Move(int index, DateTimeOffset now)
    {
        _ending = true;
        _endKind = ExecutorEnd.Suspended;
        _journal!.Moved(Definition.NodeArray[index].Queue, now);
    }
}
