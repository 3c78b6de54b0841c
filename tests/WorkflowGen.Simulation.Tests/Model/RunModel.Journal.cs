using System.Globalization;
using System.Text.Json;
using WorkflowGen.Execution;
using WorkflowGen.Journal;
using WorkflowGen.Storage;

namespace WorkflowGen.Simulation.Tests;

// What is committed, record by record: each must be something that may happen at that point.
internal sealed partial class RunModel
{
    private readonly List<(string Node, int Ordinal)> _armed = [];
    private int _armedSteps;
    private int _undoable;
    private readonly List<string> _children = [];
    private readonly HashSet<string> _left = [];
    private RunStatus? _closing;
    private RunEnded? _end;
    private StepFailure? _firstFailure;
    private bool _finallyFailed;
    private bool _cancelledBySignal;
    private long _order;
    private int _compensated;
    private int _releases;

    public int Input { get; private set; }

    /// <summary>What its parent gets.</summary>
    public int? Result
    {
        get
        {
            var outputs = Plans.Where(p => p.IsEnd || p.Name == Workflow.Output).Select(p => _nodes[p.Name]).Where(n => n.State == Settled.Completed);
            return outputs.MinBy(n => n.Order)?.Value;
        }
    }

    private bool IsFailing => _firstFailure is not null;

    private bool IsStopping => WasCancelled || _cancelledBySignal || _closing is not null;

    private void Apply(JournalRecord record)
    {
        if (_end is not null)
            Report("I2", $"{record} comes after its end");
        if (_each is not null && record is not (RunStarted or RunClosing or CompensationArmed or Compensated or RunReleased or RunEnded))
        {
            _each.Apply(record, _inbox.Count(s => s.Name == "more"));
            return;
        }
        switch (record)
        {
            case RunStarted started:
                Input = started.Inputs.IsEmpty ? 0 : JsonSerializer.Deserialize<int>(started.Inputs.Span);
                foreach (var node in _nodes.Values)
                    node.RoundSince = started.At;
                break;
            case StepCompleted completed:
                Complete(completed);
                break;
            case StepSkipped skipped:
                Skip(skipped);
                break;
            case StepCancelled cancelled:
                Cancel(cancelled);
                break;
            case AttemptFailed failed:
                Fail(failed);
                break;
            case AttemptStarted started:
                CheckTurn(NodeOf(started.Node), "is begun");
                break;
            case RoundStarted round:
                GoRound(round);
                break;
            case ChildStarted child:
                StartChild(child);
                break;
            case ChildLeft left:
                _left.Add(left.ChildId);
                break;
            case CompensationArmed armed:
                _armed.Add((armed.Node, armed.Ordinal));
                _armedSteps += Workflow.Find(armed.Node.Split('/')[0])?.Kind == NodeKind.Step ? 1 : 0;
                break;
            case Compensated compensated:
                Compensate(compensated);
                break;
            case CompensationFailed failed:
                CheckLastArmed(failed.Node);
                _world.Tally.Count("compensation failed");
                break;
            case RunClosing closing:
                _closing = closing.Status;
                CheckOver(closing.Status);
                break;
            case RunReleased:
                _releases++;
                break;
            case RunEnded ended:
                _end = ended;
                CheckOver(_closing ?? ended.Status);
                CheckEnded(ended);
                break;
        }
    }

    private NodeModel NodeOf(string key)
    {
        var slash = key.LastIndexOf('/');
        var round = slash < 0 ? 1 : int.Parse(key.AsSpan(slash + 1), CultureInfo.InvariantCulture);
        var node = _nodes[slash < 0 ? key : key[..slash]];
        if (node.Round != round)
            Report("I6", $"{key} is recorded, and {node.Plan.Name} is in round {node.Round}");
        if (node.State != Settled.No)
            Report("I3", $"{key} is recorded, and has settled: {node.State}");
        return node;
    }

    private void CheckTurn(NodeModel node, string what)
    {
        if (!HasItsTurn(node.Plan))
            Report("I5", $"{node} {what} before what it depends on has settled");
        else if (IsSkipped(node.Plan) && !IsClosed(node.Plan))
            Report("I5", $"{node} {what}, and must be skipped");
        if (_closing is not null && !node.Plan.IsFinally)
            Report("I11", $"{node} {what} when the run is closing");
        if (_closing is null && node.Plan.IsFinally)
            Report("I5", $"{node} {what} before the run is closing");
    }

    private void Settle(NodeModel node, Settled state, int? value, DateTimeOffset at)
    {
        (node.State, node.Value, node.At, node.Order) = (state, value, at, ++_order);
        _world.Tally.Count($"{node.Plan.Kind} {state}");
    }

    private void Complete(StepCompleted record)
    {
        var node = NodeOf(record.Node);
        var plan = node.Plan;
        CheckTurn(node, "completes");
        var value = record.Payload.IsEmpty ? null : JsonSerializer.Deserialize<int?>(record.Payload.Span);
        CheckTimes(node, record.StartedAt, record.Attempt);
        switch (plan.Kind)
        {
            case NodeKind.Step:
                if (record.Attempt != node.FailedAttempts + 1 || record.Attempt > plan.Attempts)
                    Report("I10", $"{node} completes in attempt {record.Attempt} of {plan.Attempts} after {node.FailedAttempts} that failed");
                if (record.Attempt <= plan.Failures && plan.Hangs != Hanging.Deaf)
                    Report("I6", $"{node} completes in attempt {record.Attempt}, and the first {plan.Failures} fail");
                if (value != RandomWorkflow.ValueOf(plan, InputsOf(plan), Input))
                    Report("I6", $"{node} hands over {value}, and from {string.Join(",", InputsOf(plan))} it is {RandomWorkflow.ValueOf(plan, InputsOf(plan), Input)}");
                break;
            case NodeKind.Delay:
                if (record.CompletedAt < TurnSince(plan) + plan.PutOff)
                    Report("I8", $"{node} is over at {record.CompletedAt:O}, and not due before {TurnSince(plan) + plan.PutOff:O}");
                break;
            case NodeKind.Signal:
                TakeSignal(node, value, record);
                break;
            case NodeKind.Child when !plan.Detached:
                TakeChild(node, value);
                break;
        }
        Settle(node, Settled.Completed, value, record.CompletedAt);
        CountFeatures(plan);
        _undoable += plan.UndoFailures is null ? 0 : 1;
        if (plan.IsEnd)
            _endReached = true;
        if (plan.Cancels is { Length: 0 })
            _cancelledBySignal = true;
    }

    private void CheckTimes(NodeModel node, DateTimeOffset startedAt, int attempt)
    {
        if (startedAt < node.RetryAt)
            Report("I8", $"{node} starts attempt {attempt} at {startedAt:O}, and it is due at {node.RetryAt:O}");
        if (node.Plan is { Kind: NodeKind.Step, PutOff: { } putOff } && attempt == 1 && startedAt < TurnSince(node.Plan) + putOff)
            Report("I8", $"{node} starts at {startedAt:O}, before its delay is over at {TurnSince(node.Plan) + putOff:O}");
    }

    private void TakeSignal(NodeModel node, int? value, StepCompleted record)
    {
        if (value is null)
        {
            if (node.Plan.SignalTimeout is not { } timeout)
                Report("I7", $"{node} completes without a value");
            else if (record.CompletedAt < TurnSince(node.Plan) + timeout)
                Report("I8", $"{node} times out at {record.CompletedAt:O}, before {TurnSince(node.Plan) + timeout:O}");
            return;
        }
        var place = _inbox.FindIndex(s => s.Name == node.Plan.Name && JsonSerializer.Deserialize<int>(s.Payload) == value);
        if (place < 0)
        {
            Report("I7", $"{node} takes {value}, which nobody has sent");
            return;
        }
        if (_inbox[place].IsDelivered)
            Report("I7", $"{node} takes signal {_inbox[place].Key}, which was delivered before");
        _inbox[place].IsDelivered = true;
        for (var i = 0; i < place; i++)
        {
            if (_inbox[i] is { IsDelivered: false, IsConsumed: false } earlier && earlier.Name == node.Plan.Name && node.Plan.Buffered)
                Report("I7", $"{node} takes signal {_inbox[place].Key} before {earlier.Key}");
        }
    }

    private void Consume(RunCommit commit)
    {
        foreach (var sequence in commit.ConsumedSignals)
        {
            if (sequence < 1 || sequence > _inbox.Count)
                Report("I7", $"signal {sequence} is consumed, and there is none");
            else
                _inbox[(int)sequence - 1].IsConsumed = true;
        }
    }

    private void TakeChild(NodeModel node, int? value)
    {
        if (node.ChildId is not { } id || _world.Store.ModelOf(id) is not { } child)
            Report("I5", $"{node} completes, and its child was not started");
        else if (child.Status != RunStatus.Completed)
            Report("I5", $"{node} completes, and its child {id} is {child.Status}");
        else if (child.Result != value)
            Report("I6", $"{node} hands over {value}, and its child {id} {child.Result}");
    }

    private void Skip(StepSkipped record)
    {
        var node = NodeOf(record.Node);
        if (!node.Plan.IsFinally && !IsClosed(node.Plan) && !HasItsTurn(node.Plan))
            Report("I5", $"{node} is skipped before what it depends on has settled");
        else if (!IsSkipped(node.Plan))
            Report("I5", $"{node} is skipped without a reason");
        node.IsOutOfReach = !node.Plan.IsFinally && ComesAfterAFailure(node.Plan);
        Settle(node, Settled.Skipped, null, record.At);
    }

    private void Cancel(StepCancelled record)
    {
        var node = NodeOf(record.Node);
        if (!MayBeCancelled(node.Plan))
            Report("I5", $"{node} is cancelled without a reason");
        node.IsOutOfReach = ComesAfterAFailure(node.Plan);
        Settle(node, Settled.Cancelled, null, record.At);
    }

    private void Fail(AttemptFailed record)
    {
        var node = NodeOf(record.Failure.Step);
        var plan = node.Plan;
        var attempt = record.Failure.Attempt;
        CheckTurn(node, $"fails in attempt {attempt}");
        CheckTimes(node, record.StartedAt, attempt);
        if (attempt != node.FailedAttempts + 1 || attempt > plan.Attempts)
            Report("I10", $"{node} fails in attempt {attempt} of {plan.Attempts} after {node.FailedAttempts} that failed");
        if (plan.Kind == NodeKind.Child)
            CheckChildFailed(node);
        else if (attempt > plan.Failures && !plan.MayTimeOut && !IsStopping && !IsFailing)
            Report("I6", $"{node} fails in attempt {attempt}, and only the first {plan.Failures} do: {record.Failure.Message}");
        node.FailedAttempts = attempt;
        node.RetryAt = record.RetryAt;
        if (record.RetryAt is { } retryAt)
        {
            var wait = plan.Delay * Math.Pow(2, attempt - 1);
            if (attempt >= plan.Attempts)
                Report("I10", $"{node} is to be tried again after attempt {attempt} of {plan.Attempts}");
            if (retryAt - record.At != wait)
                Report("I10", $"{node} is to be tried again after {retryAt - record.At}, and it is {wait}");
            _world.Tally.Count("retry");
            return;
        }
        if (attempt < plan.Attempts && plan.TotalTimeout is null && !IsFailing && !IsStopping)
            Report("I10", $"{node} fails for good in attempt {attempt} of {plan.Attempts}");
        Settle(node, IsCaught(plan) ? Settled.Handled : Settled.Failed, null, record.At);
        if (node.State == Settled.Handled)
            return;
        if (plan.IsFinally)
            _finallyFailed = true;
        _firstFailure ??= record.Failure;
    }

    private void CheckChildFailed(NodeModel node)
    {
        if (node.ChildId is not { } id || _world.Store.ModelOf(id) is not { } child)
            Report("I5", $"{node} fails, and its child was not started");
        else if (child.Status is not (RunStatus.Failed or RunStatus.Cancelled))
            Report("I5", $"{node} fails, and its child {id} is {child.Status}");
    }

    private void GoRound(RoundStarted record)
    {
        var slash = record.Loop.LastIndexOf('/');
        var end = _nodes[slash < 0 ? record.Loop : record.Loop[..slash]];
        if (end.State != Settled.Completed || !GoesRound(end))
            Report("I6", $"{end} goes round again, and must not");
        foreach (var node in Workflow.Regions[end.Plan.Name].Select(n => _nodes[n]))
        {
            node.BeginRound(record.At);
            if (node != end && node.Plan.Loop is not null)
                node.LoopRound = 1;
        }
        end.LoopRound++;
        _world.Tally.Count("round");
    }

    private void StartChild(ChildStarted record)
    {
        var node = NodeOf(record.Node);
        CheckTurn(node, "starts its child");
        CheckTimes(node, record.At, record.Attempt);
        if (record.Attempt != node.FailedAttempts + 1)
            Report("I10", $"{node} starts child {record.Attempt} after {node.FailedAttempts} that failed");
        node.ChildId = record.ChildId;
        if (!node.Plan.Detached)
            _children.Add(record.ChildId);
        _world.Tally.Count(node.Plan.Detached ? "detached child" : Workflow.Name == "again" ? "recursive child" : "child");
    }

    private void CountFeatures(StepPlan plan)
    {
        var tally = _world.Tally;
        if (plan.Joins.Length > 0)
            tally.Count($"join {plan.Joins[0].Rest}");
        if (plan.Catches.Length > 0)
            tally.Count("catch");
        if (plan.IsFinally)
            tally.Count("finally");
        if (plan.IsEnd)
            tally.Count("end");
        if (plan.Exclusive is not null)
            tally.Count("exclusive");
        if (plan.Limit is not null)
            tally.Count("limit");
        if (plan.ClosedBy is not null)
            tally.Count("only before");
        if (plan.Cancels is not null)
            tally.Count(plan.Cancels.Length == 0 ? "run cancelled by a signal" : "step cancelled by a signal");
        if (plan.GuardModulus is not null)
            tally.Count("guard held");
        if (plan.Previous.Length > 0)
            tally.Count("previous");
        if (plan.PutOff is not null && plan.Kind == NodeKind.Step)
            tally.Count("step put off");
        if (plan.AtMostOnce)
            tally.Count("at most once");
        if (!Workflow.FailFast)
            tally.Count("step without FailFast");
    }
}
