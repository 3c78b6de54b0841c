using Microsoft.Extensions.Logging;

namespace WorkflowGen.Execution;

// What happens to one node: it becomes ready and starts. All of it on the driver's thread.
public abstract partial class WorkflowExecutor
{
    private void ResetNodes()
    {
        var definitions = Definition.NodeArray;
        _ready.Clear();
        ResetParts();
        _loops?.Clear();
        ResetJoins();
        _outputNode = -1;
        _endReached = false;
        _unsettled = definitions.Length - Definition.FinallyArray.Length;
        for (var i = 0; i < definitions.Length; i++)
        {
            ref var node = ref _nodes[i];
            var remaining = definitions[i].DependencyArray.Length + definitions[i].JoinArray.Length + (definitions[i].IsFinally ? 1 : 0); // those wait for the run to close, too
            node.Remaining = remaining;
            node.Attempt = 0;
            node.Round = 1;
            node.IsPutOff = node.AwaitsChild = node.IsElsewhere = false;
            node.Pulse = null;
            if (definitions[i].IsBackground)
                _unsettled--;
            if (remaining == 0)
            {
                node.Status = NodeStatus.Ready;
                _ready.Enqueue(i);
            }
            else
            {
                node.Status = NodeStatus.Pending;
            }
        }
    }

    /// <summary>Starts what may start, unless somebody asks for something: a step may cancel the run, and what follows it must then not begin.</summary>
    private void StartReady()
    {
        while (Volatile.Read(ref _raised) == 0 && !_isFull && _ready.TryDequeue(out var index))
        {
            ref var node = ref _nodes[index];
            if (node.Status != NodeStatus.Ready)
            {
                if (node.Status == NodeStatus.Open && Definition.NodeArray[index].Each is not null)
                    AdvanceEach(EachOf(index));
                continue;
            }
            if (_stop != StopReason.None)
                node.Status = NodeStatus.Pending;
            else if (node.Attempt == 0 && !IsElement(index))
                StartFirstAttempt(index);
            else if (DefinitionOf(index).Kind == NodeKind.Stream)
                ReopenStream(index);
            else
                StartAttempt(index);
        }
    }

    private void StartFirstAttempt(int index, bool evenIfClosed = false)
    {
        var definition = Definition.NodeArray[index];
        if (IsRuledOut(definition) || FallsShort(definition))
        {
            Skip(index);
            return;
        }
        if (definition.ClosedBy >= 0 && !evenIfClosed && _nodes[definition.ClosedBy].Status == NodeStatus.Completed && !HasBegunElements(index))
        {
            Skip(index, _nodes[definition.ClosedBy].SettledTicks);
            return;
        }

        if (definition.HasGuard)
        {
            bool holds;
            try
            {
                holds = EvaluateGuard(index);
            }
            catch (Exception exception)
            {
                FailGuard(index, exception);
                return;
            }
            if (!holds)
            {
                Skip(index);
                return;
            }
        }

        if (definition.IsStream)
        {
            OpenStream(index);
            return;
        }
        if (definition.Kind is NodeKind.Signal or NodeKind.Delay)
        {
            BeginWait(index);
            return;
        }
        if (definition.Delay is { } delay)
        {
            if (PutOff(index, delay))
                return;
        }
        else if (_journal is not null || definition.TakesContext || definition.TotalTimeout is not null)
        {
            ref var node = ref _nodes[index];
            node.DueTicks = node.FirstDueTicks = ReadySince(definition);
        }
        if (Definition.NamesQueues && _journal is not null && HoldForQueue(index, definition))
            return;
        if (definition.Lock >= 0 && !definition.LocksElements && !TryLock(index, definition))
            return;
        if (definition.Each is not null)
            OpenEach(index);
        else
            StartAttempt(index);
    }

    /// <summary>When the last of what the node waited for settled: known from the journal alone, so that it is the same after a crash.</summary>
    private long ReadySince(NodeDefinition definition)
    {
        if (_journal is null)
            return _time.GetUtcNow().UtcTicks;
        var ticks = definition.IsFinally ? _nextUndo.ReadyTicks : _startedTicks;
        foreach (var dependency in definition.DependencyArray)
            ticks = Math.Max(ticks, _nodes[dependency].SettledTicks);
        foreach (var join in definition.JoinArray)
            ticks = Math.Max(ticks, _joins[join.Index].DecidedTicks);
        return _loops is null ? ticks : Math.Max(ticks, LoopsReadySince(definition.Index));
    }

    private void StartAttempt(int index)
    {
        if (Definition.NamesQueues && _journal is not null && index != _undoing && !IsElement(index) && HoldForQueue(index, Definition.NodeArray[index]))
            return;
        if (index != _undoing && DefinitionOf(index).Limit is { } limit && !EnterLimit(index, limit))
            return;
        if (_journal is not null && DefinitionOf(index).Idempotency == Idempotency.Transactional && !HasTransaction(index))
            return;
        ref var node = ref _nodes[index];
        node.Attempt++;
        if (_journal is not null)
        {
            node.StartedTicks = _time.GetUtcNow().UtcTicks;
            if (IsDurableChild(index, DefinitionOf(index)))
            {
                StartChild(index);
                return;
            }
            if (DefinitionOf(index).Idempotency == Idempotency.AtMostOnce)
            {
                // Its start must be known before it begins: found without an end, it is not begun again.
                _journal.AttemptStarted(KeyOf(index), node.Attempt, new DateTimeOffset(node.StartedTicks, TimeSpan.Zero), mustCommit: true);
                node.Status = NodeStatus.Starting;
                _inFlight++;
                _gathered.Add(index);
                return;
            }
        }
        _inFlight++;
        RunAttempt(index);
    }

    private void RunAttempt(int index)
    {
        var definition = DefinitionOf(index);
        ref var node = ref _nodes[index];
        node.Status = NodeStatus.Running;

        var token = TokenOf(index);
        if (definition.Heartbeat is not null)
            BeginPulse(index);
        var timed = definition.AttemptTimeout is not null || definition.TotalTimeout is not null || definition.Heartbeat is not null || (definition.CanBeCancelled && !IsElement(index));
        if (timed && !StartClock(index, definition, ref token))
            return;

        var continuation = node.Continuation ??= new StepContinuation(this, index);
        var context = definition.TakesContext ? CreateContext(index, definition, token) : null;
        try
        {
            if (!Begin(index, context, token, continuation.Action))
                return;
        }
        catch (Exception exception)
        {
            AttemptFailed(index, exception);
            return;
        }
        AttemptSucceeded(index);
    }

    private CancellationToken RunToken => (_cancellation ??= new CancellationTokenSource()).Token;

    private StepContext CreateContext(int index, NodeDefinition definition, CancellationToken token)
    {
        ref var node = ref _nodes[index];
        var key = KeyOf(index);
        _runId ??= _journal?.RunId ?? Guid.NewGuid().ToString("n");
        return new StepContext(
            Definition.Name, _runId, definition.Name, node.Attempt, new DateTimeOffset(node.DueTicks, TimeSpan.Zero), _logger, token,
            key.Round, key.Element < 0 ? null : key.Element, index == _undoing ? Definition.NodeArray[key.Node].Name : null)
        {
            HeartbeatSink = node.Pulse?.Sink,
            LastProgress = node.Pulse?.Before ?? default,
            OpenTransaction = node.Transaction?.Opened?.Transaction,
        };
    }
}
