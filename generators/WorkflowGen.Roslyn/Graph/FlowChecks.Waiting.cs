using System.Globalization;
using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Graph;

/// <summary>The part about elements, signals, cancelling and loops.</summary>
internal sealed partial class FlowChecks
{
    private void CheckEach(int index)
    {
        var step = _model.Steps[index];
        if (!step.IsEach)
            return;
        EachModel? before = null;
        for (var p = 0; p < step.Parameters.Count; p++)
        {
            if (step.Parameters[p].Each is not { } each)
                continue;
            var at = Anchor.StepParameter(index, p).On("Each");
            string? problem = null;
            if (each.MaxParallel < 0)
                problem ??= "MaxParallel is negative";
            if (each.Enough < 0)
                problem ??= "Enough is negative";
            if (each.Rest == RestModel.Block)
                problem ??= "Rest.Block is for [FirstOf] and [AnyOf]: elements are cancelled, or waited for and dropped (Rest.Ignore)";
            if (before is not null && Disagrees(before, each))
                problem ??= "the [Each] parameters of a step pair up: what one of them says (MaxParallel, Enough, Until, CompleteOn, Rest) another must not contradict";
            if (each.CompleteOn is { } signal)
            {
                var node = _names.Node(signal);
                problem ??= node < 0 ? $"'{signal}' is not a signal of the workflow"
                    : _model.Steps[node].Signal is not { IsStream: false } ? $"'{signal}' is not a signal that comes once"
                    : _ancestors.Contains(index, node) ? $"it comes after '{signal}', which is to end it"
                    : null;
            }
            if (problem is not null)
                Report(RuleIds.InvalidEach, at, step.Parameters[p].Name, $"{NodeWords.Of(step.Kind)} '{step.Name}'", problem);
            if (each.Until is { } until)
                CheckUntil(index, until, at);
            before ??= each;
        }
    }

    private void CheckUntil(int index, string until, Anchor at)
    {
        if (_nodes[index].Each?.Until is { } use && !use.Bindings.Any(b => b.Kind is BindingKind.Results or BindingKind.Unbound))
            Report(RuleIds.InvalidEach, at.On("Each", "Until"), until, $"step '{_model.Steps[index].Name}'", $"'{until}' does not take the results so far: give it a parameter of type IReadOnlyList<{_model.Steps[index].Result?.DisplayName ?? "T"}>");
    }

    private static bool Disagrees(EachModel one, EachModel other) =>
        (one.MaxParallel != 0 && other.MaxParallel != 0 && one.MaxParallel != other.MaxParallel)
        || (one.Enough != 0 && other.Enough != 0 && one.Enough != other.Enough)
        || (one.Until is not null && other.Until is not null && one.Until != other.Until)
        || (one.CompleteOn is not null && other.CompleteOn is not null && one.CompleteOn != other.CompleteOn)
        || (one.Rest != RestModel.Cancel && other.Rest != RestModel.Cancel && one.Rest != other.Rest);

    private void CheckSignal(int index, Outputs outputs)
    {
        var step = _model.Steps[index];
        var node = _nodes[index];
        if (step.Kind is NodeKindModel.Signal or NodeKindModel.Delay)
            CheckPolicies(index);
        else if (step.Kind == NodeKindModel.Child)
            CheckChild(index);
        if (step.Signal is not { } signal)
            return;
        var used = node.Successors.Count > 0 || _model.CancelOns.Any(c => c.Signal == step.Name) || outputs.First == index || outputs.Others.Contains(index) || step.IsEnd
            || _nodes.Any(n => n.ClosedBy == index || n.OpenedBy == index || n.Each?.CompleteOn == index || n.Catches.Contains(index));
        if (!used && !_model.IsIncomplete)
        {
            _findings.Add(Finding.Advice(RuleIds.SignalUnused, Anchor.Step(index), step.Name, _model.Name));
            return;
        }
        var ends = signal.Timeout is not null || node.ClosedBy >= 0 || (node.IsBackground && !signal.IsStream)
            || _nodes.Any(n => n.Cancels is { Count: > 0 } cancels && cancels.Contains(index))
            || _nodes.Any(n => n.Joins.Any(j => j.Members.Count > j.Need && j.Rest == RestModel.Cancel && j.Members.Any(m => m.Index == index)))
            || (signal.IsStream && _nodes.Any(n => n.Each is { } each && (each.CompleteOn >= 0 || each.Enough > 0 || each.Until is not null) && each.Sources.Any(s => s.Sources.Any(b => b.Index == index && b.Kind == BindingKind.Step))));
        if (!ends)
            _findings.Add(Finding.Advice(RuleIds.WaitWithoutTimeout, Anchor.Step(index), step.Name, _model.Name));
    }

    // What bounds or repeats work says nothing where no work is done.
    private void CheckPolicies(int index)
    {
        var step = _model.Steps[index];
        var rule = step.Kind == NodeKindModel.Signal ? RuleIds.InvalidSignal : RuleIds.InvalidDelay;
        var word = NodeWord(index);
        foreach (var (given, attribute) in new[]
        {
            (step.Retry is not null, "Retry"), (step.AttemptTimeout is not null || step.TotalTimeout is not null, "Timeout"), (step.Idempotency != IdempotencyKind.Unspecified, "Idempotency"),
            (step.Heartbeat is not null, "Heartbeat"), (step.Limit is not null, "Limit"), (step.IsPure, "Pure"), (step is { Kind: NodeKindModel.Signal, Delay: not null }, "Delay"),
        })
        {
            if (given)
                Report(rule, Anchor.Step(index).On(attribute), step.Name, $"[{attribute}] says nothing of a {word}, which does no work{(attribute == "Timeout" && step.Signal is not null ? ": write [Signal(Timeout = …)]" : "")}");
        }
    }

    // A child is started once, by its id; a detached one is not waited for at all.
    private void CheckChild(int index)
    {
        var step = _model.Steps[index];
        if (step.Idempotency != IdempotencyKind.Unspecified)
            Report(RuleIds.InvalidChild, Anchor.Step(index).On("Idempotency"), step.Name, "[Idempotency] says nothing of a child, which is started once, by its id: its own steps say it");
        if (step.Child is not { Detached: true })
            return;
        if (step.Retry is not null)
            Report(RuleIds.InvalidChild, Anchor.Step(index).On("Retry"), step.Name, "it is detached: nobody waits for it to fail, so leave out [Retry]");
        if (step.AttemptTimeout is not null || step.TotalTimeout is not null)
            Report(RuleIds.InvalidChild, Anchor.Step(index).On("Timeout"), step.Name, "it is detached: nobody waits for it, so leave out [Timeout]");
    }

    private void CheckLimits()
    {
        var known = new Dictionary<string, (LimitModel Limit, string Step)>(StringComparer.Ordinal);
        for (var i = 0; i < _nodes.Count; i++)
        {
            var step = _model.Steps[i];
            if (step.Limit is not { } limit)
                continue;
            var at = Anchor.Step(i).On("Limit");
            var problem = string.IsNullOrWhiteSpace(limit.Name) ? "the name of what the steps share is blank"
                : limit.Concurrency < 0 ? "Concurrency is negative"
                : !(limit.PerSecond >= 0) || double.IsInfinity(limit.PerSecond) ? "PerSecond is not a number of starts per second"
                : limit is { Concurrency: 0, PerSecond: 0 } ? "it bounds neither how many run at once (Concurrency) nor how many start (PerSecond)"
                : step.Kind == NodeKindModel.Stream ? "a stream is taken in a window of its own"
                : known.TryGetValue(limit.Name, out var other) && !other.Limit.Equals(limit) ? $"'{other.Step}' gives '{limit.Name}' other bounds"
                : null;
            if (problem is not null && step.Kind is not (NodeKindModel.Signal or NodeKindModel.Delay))
                Report(RuleIds.InvalidLimit, at, step.Name, problem);
            if (!known.ContainsKey(limit.Name))
                known.Add(limit.Name, (limit, step.Name));
        }
    }

    private void CheckCancelOns()
    {
        foreach (var cancel in _model.CancelOns)
        {
            var signal = _names.Node(cancel.Signal);
            var at = cancel.Anchor.On("CancelOn", "signal");
            if (signal < 0 || _model.Steps[signal].Kind != NodeKindModel.Signal)
            {
                Report(RuleIds.InvalidCancelOn, at, cancel.Signal, "it is not a signal of the workflow");
                continue;
            }
            if (_model.Steps[signal].Signal is { IsStream: true })
                Report(RuleIds.InvalidCancelOn, at, cancel.Signal, "it may come many times: what is cancelled is cancelled once");
            else if (_model.Steps[signal].Parameters.Count > 0)
                Report(RuleIds.InvalidCancelOn, at, cancel.Signal, "it has parameters: it is waited for from the start of the run, when there is nothing to take");
            foreach (var name in cancel.Steps)
            {
                var step = _names.Node(name);
                var problem = step < 0 ? $"'{name}' is not a step"
                    : step == signal ? "it cannot cancel itself"
                    : _model.Steps[step].IsFinally ? $"'{name}' runs at the very end, whatever happened"
                    : null;
                if (problem is not null)
                    Report(RuleIds.InvalidCancelOn, cancel.Anchor.On("CancelOn", name), cancel.Signal, problem);
            }
        }
    }

    private void CheckLoop(LoopUse loop)
    {
        var step = _model.Steps[loop.End];
        var at = Anchor.Step(loop.End).On("Loop");
        if (step.Loop is not { } said)
            return;
        if (said.Max < 0)
            Report(RuleIds.InvalidLoop, at.On("Loop", "Max"), step.Name, $"Max is {said.Max.ToString(CultureInfo.InvariantCulture)}: a loop has at least one round, and 0 means no bound");
        if (loop.Region.Where(i => _model.Steps[i].IsFinally).DefaultIfEmpty(-1).First() is >= 0 and var last && last != loop.End)
            Report(RuleIds.InvalidLoop, at, step.Name, $"'{_model.Steps[last].Name}' runs once, at the very end");
        if (_nodes[loop.End].IsBackground)
            Report(RuleIds.InvalidLoop, at, step.Name, "the run does not wait for it, so that nothing can come after it");
        foreach (var taker in loop.Region)
            CheckStreamsInLoop(taker, loop);
        if (said.Max != 0 || (said.While is not null && loop.While is null))
            return;
        var reason = loop.While is not { } use ? "it has neither a guard (While) nor a bound (Max)"
            : _model.Guards[use.Guard].Constant == true ? $"'{said.While}' is always true"
            : !use.Bindings.Any(b => Changes(b, loop)) ? $"'{said.While}' reads nothing that the loop changes"
            : null;
        if (reason is not null)
            Report(RuleIds.EndlessLoop, at, step.Name, _model.Name, reason);
    }

    // Its items are forgotten as they are taken: the second round would find none.
    private void CheckStreamsInLoop(int taker, LoopUse loop)
    {
        if (_nodes[taker].Each is not { } each || each.Sources.Where(s => s.Kind == EachSourceKindModel.Stream).SelectMany(s => s.Sources).FirstOrDefault(s => !loop.Region.Contains(s.Index)) is not { Kind: BindingKind.Step } outside)
            return;
        var parameter = 0;
        while (parameter < _model.Steps[taker].Parameters.Count - 1 && (_model.Steps[taker].Parameters[parameter].Each is null || _nodes[taker].Bindings[parameter].Index != outside.Index))
            parameter++;
        Report(
            RuleIds.InvalidEach, Anchor.StepParameter(taker, parameter).On("Each"), _model.Steps[taker].Parameters[parameter].Name, $"{NodeWords.Of(_model.Steps[taker].Kind)} '{_model.Steps[taker].Name}'",
            $"it is repeated by the [Loop] on '{_model.Steps[loop.End].Name}', and the stream '{_model.Steps[outside.Index].Name}' is opened once, before it: let the stream take something of the loop, or hand over a list");
    }

    // What could not be bound is complained about elsewhere.
    private bool Changes(Binding binding, LoopUse loop) => binding.Kind switch
    {
        BindingKind.Step => loop.Region.Contains(binding.Index),
        BindingKind.Join => _nodes[loop.End].Joins[binding.Index].Members.Any(m => loop.Region.Contains(m.Index)),
        BindingKind.Previous or BindingKind.Unbound => true,
        _ => false,
    };
}
