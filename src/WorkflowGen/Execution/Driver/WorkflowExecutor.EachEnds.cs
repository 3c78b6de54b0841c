namespace WorkflowGen.Execution;

// How an [Each] as a whole ends: with all its elements, with enough of them, or by failing.
public abstract partial class WorkflowExecutor
{
    /// <summary>There are no more elements, and all have ended.</summary>
    private void FinishEach(EachState each)
    {
        if (each.LastFailure is { } failure && each.Completed.Count < each.Definition.Enough)
        {
            // Only now it is known that there will not be enough: the stream has closed.
            RecordFailureOfNode(each, failure.Exception);
            StopElements(each);
            FailNode(each.Node, failure);
            return;
        }
        CompleteEach(each);
    }

    /// <summary>What has completed is enough.</summary>
    private void EndEach(EachState each)
    {
        if (each.IsOver)
            return;
        each.IsOver = true;
        LeaveSources(each);
        if (each.Definition.Rest == Rest.Cancel)
        {
            CancelElements(each);
        }
        else
        {
            DropIdle(each, alsoStarting: false);
            each.IsDraining = each.Active > 0;
        }
        if (!each.IsDraining)
            CompleteEach(each);
    }

    private void CompleteEach(EachState each)
    {
        each.IsOver = true;
        each.IsDraining = false;
        try
        {
            CompleteElements(each.Node, each.Completed);
        }
        catch (Exception exception)
        {
            FailForGood(each.Node, exception);
            return;
        }
        LeaveSources(each);
        NodeSucceeded(each.Node);
    }

    /// <summary>The node fails for a reason that is not one element's.</summary>
    private void FailEach(EachState each, Exception exception)
    {
        StopElements(each);
        FailForGood(each.Node, exception);
    }

    private void RecordFailureOfNode(EachState each, Exception exception)
    {
        ref var node = ref _nodes[each.Node];
        node.SettledTicks = Math.Max(node.StartedTicks, _time.GetUtcNow().UtcTicks);
        RecordFailure(each.Node, exception, node.SettledTicks);
    }

    private void StopElements(EachState each)
    {
        each.IsOver = true;
        _nodes[each.Node].Status = NodeStatus.Failed;
        DropIdle(each, alsoStarting: true);
        LeaveSources(each);

        // Those under way are told, and their ends taken in.
        if (each.Cancellation is { } cancellation)
            NodeTimer.CancelQuietly(cancellation);
    }
}
