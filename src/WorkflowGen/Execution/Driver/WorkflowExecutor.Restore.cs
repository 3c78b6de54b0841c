namespace WorkflowGen.Execution;

// Taking up a run where its journal ends, in two phases. First every node is put where the records say, without consequences. Then what had settled settles again, in the order
// in which it did, by the same code as in a run that goes on: so that what was decided from it (who was chosen, who was cancelled, whether to go round again) is decided the same,
// whether or not that is on record already.
public abstract partial class WorkflowExecutor
{
    private List<(long Order, int Node)>? _restored;
    private Dictionary<int, Exception>? _restoredFailures;

    /// <summary>In a graph with loops: what has settled by the records, and is still to settle again.</summary>
    private HashSet<int>? _restoring;

    /// <summary>Puts a node where its records say, each once, in any order. Those that are not named are pending. Handoffs have been read, or are before <see cref="FinishRestore"/>.</summary>
    /// <param name="status">Completed, Skipped, Cancelled, Failed, Waiting, Running (a child), or (its start is on record, and no end) Stopped: found so after <see cref="FinishRestore"/>, the run cannot go on.</param>
    /// <param name="attempt">The last that has ended or begun.</param>
    /// <param name="at">When it settled or was started; while it waits, when the next attempt is due.</param>
    /// <param name="order">The place in the order in which nodes settled; for one that has not, of no meaning.</param>
    /// <param name="failure">Why it failed for good.</param>
    internal void RestoreNode(int node, NodeStatus status, int attempt, DateTimeOffset at, int round, long order, Exception? failure = null)
    {
        ref var state = ref _nodes[node];
        state.Status = status;
        state.Attempt = attempt;
        state.Round = round;
        if (status == NodeStatus.Running)
        {
            RestoreChild(node, at.UtcTicks);
            return;
        }
        if (status == NodeStatus.Waiting)
        {
            state.DueTicks = at.UtcTicks;
            _waiting++;
            return;
        }
        if (status == NodeStatus.Stopped)
            return;
        state.SettledTicks = at.UtcTicks;
        (_restored ??= []).Add((order, node));
        if (failure is not null)
            (_restoredFailures ??= []).Add(node, failure);
    }

    /// <summary>Lets what had settled settle again, in its order. After it the run stands where it stood.</summary>
    internal void FinishRestore()
    {
        if (_restored is not null)
        {
            _restored.Sort();
            _restoring = _loops is null ? null : [.. _restored.Select(r => r.Node)];
            foreach (var (_, node) in _restored)
            {
                // Not there any more: another round of a loop has begun meanwhile, and the node with it.
                if (_restoring?.Remove(node) != false)
                    SettleAgain(node);
            }
            _restored = null;
            _restoring = null;
            _restoredFailures = null;
        }

        // Only now: it counts from what was decided, too. Elements know when they had begun.
        for (var i = 0; _waiting > 0 && i < Definition.NodeArray.Length; i++)
        {
            if (_nodes[i].Status != NodeStatus.Waiting)
                continue;
            _nodes[i].FirstDueTicks = FirstDue(DefinitionOf(i));
            if (_nodes[i].AwaitsChild)
                _nodes[i].DueTicks = ChildDue(i);
            RestoreLock(i);
        }
        if (_loops is not null && _locks.Length > 0)
            RestoreSections();
        ReopenStreams();
        if (_unsettled == 0 && _failures is { Count: > 0 } && _left is { Count: > 0 })
            _stop = StopReason.Failing; // nothing is left but to await those
    }

    private long FirstDue(NodeDefinition definition) => Later(ReadySince(definition), definition.Delay ?? TimeSpan.Zero);

    private void SettleAgain(int index)
    {
        if (_nodes[index].Status != NodeStatus.Failed)
        {
            Settle(index);
            return;
        }

        var definition = Definition.NodeArray[index];
        NoteFailure(definition, FailedBefore(index, _restoredFailures![index]));
        if (SettlesByFailing(definition))
            SettleAsFailed(index);
        else
            _stop = StopReason.Failing; // the run goes on to its end as Failed
    }
}
