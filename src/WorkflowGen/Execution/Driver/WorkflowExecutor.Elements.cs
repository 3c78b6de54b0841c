namespace WorkflowGen.Execution;

// How one element of an [Each] ends, and what that does to the others.
public abstract partial class WorkflowExecutor
{
    private void ElementSucceeded(int index)
    {
        ref var slot = ref _nodes[index];
        var each = EachOf(slot.Owner);
        if (each.IsDraining)
        {
            ArmDropped(index);
            DropElement(each, index);
            return;
        }

        if (_journal is null)
        {
            ArmIfUndone(index);
        }
        else
        {
            var completed = Math.Max(slot.StartedTicks, _time.GetUtcNow().UtcTicks);
            var ordinal = _nextOrdinal;
            try
            {
                ArmIfUndone(index);
                _journal.StepCompleted(
                    KeyOf(index), slot.Attempt, new DateTimeOffset(slot.StartedTicks, TimeSpan.Zero), new DateTimeOffset(completed, TimeSpan.Zero));
            }
            catch (Exception exception)
            {
                DisarmTo(ordinal);
                FailForGood(index, exception);
                return;
            }
            slot.Status = NodeStatus.Committing;
            _committingParts++;
            _gathered.Add(index);
        }
        each.Completed.Add(slot.Element);
        each.Active--;
        if (_journal is null)
            ReleaseElement(each, index);
        if (!each.IsOver && _nodes[each.Node].Status == NodeStatus.Open)
            AfterElement(each);
    }

    private void ElementCommitted(int index)
    {
        _committingParts--;
        var each = EachOf(_nodes[index].Owner);
        ReleaseElement(each, index);
        WakeEach(each);
    }

    /// <summary>An element has failed for good. True: its node has with it.</summary>
    private bool FailsEach(int index, FailedAttempt failure)
    {
        var each = EachOf(_nodes[index].Owner);
        each.Active--;
        each.Failed++;
        each.LastFailure = failure;
        ReleaseElement(each, index);
        if (each.IsOver || _nodes[each.Node].Status != NodeStatus.Open)
            return false; // it is not open yet where the run is failing or its turn has not come: what opens it will see
        if (each.Definition.Enough > 0 && TotalOf(each) - each.Failed >= each.Definition.Enough)
        {
            WakeEach(each);
            return false;
        }
        RecordFailureOfNode(each, failure.Exception);
        StopElements(each);
        return true;
    }

    /// <summary>An element that nobody needs any more has ended, or need not begin again.</summary>
    private void DropElement(EachState each, int index)
    {
        StopClock(ref _nodes[index]);
        _journal?.StepCancelled(KeyOf(index), _time.GetUtcNow());
        each.Active--;
        ReleaseElement(each, index);
        if (each is { IsDraining: true, Active: 0 })
            CompleteEach(each);
    }

    private void ReleaseElement(EachState each, int index)
    {
        ref var slot = ref _nodes[index];
        foreach (var source in each.Sources)
        {
            if (source.Kind == EachSourceKind.Stream && StreamOf(source.Nodes[0]).Forget(slot.Element))
                ForgetItem(source.Nodes[0], slot.Element);
        }
        each.ReturnWindow(slot.Window);
        FreeSlot(index);
    }

    private void AfterElement(EachState each)
    {
        if (each.Definition.Enough > 0 && each.Completed.Count >= each.Definition.Enough)
        {
            EndEach(each);
            return;
        }
        if (each.Definition.HasUntil)
        {
            bool holds;
            try
            {
                holds = EvaluateUntil(each.Node, each.Completed);
            }
            catch (Exception exception)
            {
                FailEach(each, exception);
                return;
            }
            if (holds)
            {
                EndEach(each);
                return;
            }
        }
        WakeEach(each);
    }
}
