namespace WorkflowGen.Execution;

// Elements that nobody needs any more: their step has what it needs, has failed, was cancelled, or begins anew in another round.
public abstract partial class WorkflowExecutor
{
    /// <summary>Gives up an [Each] that has not settled, or has failed; also one that had begun before the run was taken up, and is not open yet.</summary>
    private void GiveUpElements(int index)
    {
        if (_each?[index] is not { } each)
            return;
        each.IsOver = true;
        each.IsDraining = false;
        if (_nodes[index].Status == NodeStatus.Open)
            LeaveSources(each);
        CancelElements(each);
    }

    /// <summary>Gives up every element of the node that has not completed. Those under way are told to stop; their ends are nobody's.</summary>
    private void CancelElements(EachState each)
    {
        var freed = false;
        for (var i = Definition.NodeArray.Length; i < _slots; i++)
        {
            ref var slot = ref _nodes[i];
            if (slot.Owner != each.Node || !IsElement(i) || slot.Status == NodeStatus.Committing)
                continue;
            if (slot.Status == NodeStatus.Running)
            {
                _attemptAbandoned = true;
                LeaveRunningChild(i);
                slot.Continuation = null;
            }
            if (slot.Status is NodeStatus.Running or NodeStatus.Starting)
                _inFlight--;
            else if (slot.Status == NodeStatus.Waiting)
                LeaveWait(i);
            DropElement(each, i);
            freed = true;
        }
        if (freed)
            ForgetFreed();
        if (each.Cancellation is { } cancellation)
            NodeTimer.CancelQuietly(cancellation);
    }

    /// <summary>Gives up the elements that wait for their next attempt.</summary>
    private void DropIdle(EachState each, bool alsoStarting)
    {
        var freed = false;
        for (var i = Definition.NodeArray.Length; i < _slots; i++)
        {
            ref var slot = ref _nodes[i];
            if (slot.Owner != each.Node || !IsElement(i))
                continue;
            switch (slot.Status)
            {
                case NodeStatus.Waiting when slot.AwaitsChild && !alsoStarting:
                    continue; // it has begun
                case NodeStatus.Waiting:
                    LeaveWait(i);
                    break;
                case NodeStatus.Ready or NodeStatus.Held:
                    break;
                case NodeStatus.Starting when alsoStarting:
                    _inFlight--;
                    break;
                default:
                    continue;
            }
            DropElement(each, i);
            freed = true;
        }
        if (freed)
            ForgetFreed();
    }

    /// <summary>An element waits no more; a child that it waits for is cancelled.</summary>
    private void LeaveWait(int index)
    {
        if (_nodes[index].AwaitsChild)
            LeaveChild(index);
        else
            EndWait(index);
    }

    /// <summary>A slot may have another element before the commit ends that its last one stood in.</summary>
    private void ForgetFreed()
    {
        Forget(_gathered);
        Forget(_inCommit);

        void Forget(List<int> indices)
        {
            for (var i = 0; i < indices.Count; i++)
            {
                if (IsElement(indices[i]) && _nodes[indices[i]].Owner < 0)
                    indices[i] = -1;
            }
        }
    }

    /// <summary>A new round of a loop begins the node anew.</summary>
    private void RenewParts(int index)
    {
        if (Definition.NodeArray[index].Each is not null)
        {
            var each = EachOf(index);
            for (var i = Definition.NodeArray.Length; i < _slots; i++)
            {
                if (_nodes[i].Owner != index || !IsElement(i))
                    continue;
                _committingParts--; // what is left is in a commit, and needs nothing any more
                FreeSlot(i);
            }
            ForgetFreed();
            each.Reset();
        }
        else if (Definition.NodeArray[index].IsStream)
        {
            var stream = StreamOf(index);
            AbandonPull(stream);
            _committingParts -= _journal is null ? 0 : stream.Received - stream.Available;
            stream.Reset();
        }
    }
}
