using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Graph;

/// <summary>Checks how the attributes that decide, repeat, wait and undo fit the nodes that they stand on or name.</summary>
internal sealed partial class FlowChecks
{
    private readonly WorkflowModel _model;
    private readonly IReadOnlyList<GraphNode> _nodes;
    private readonly NodeNames _names;
    private readonly Ancestors _ancestors;
    private readonly List<Finding> _findings;

    private FlowChecks(WorkflowModel model, IReadOnlyList<GraphNode> nodes, NodeNames names, List<Finding> findings)
    {
        _model = model;
        _nodes = nodes;
        _names = names;
        _ancestors = new(nodes);
        _findings = findings;
    }

    public static void Check(WorkflowModel model, IReadOnlyList<GraphNode> nodes, NodeNames names, IReadOnlyList<LoopUse> loops, Outputs outputs, List<Finding> findings)
    {
        var checks = new FlowChecks(model, nodes, names, findings);
        for (var i = 0; i < nodes.Count; i++)
        {
            checks.CheckCatch(i);
            checks.CheckFinally(i);
            checks.CheckEnd(i, outputs);
            checks.CheckOnly(i);
            checks.CheckExclusive(i);
            checks.CheckEach(i);
            checks.CheckSignal(i, outputs);
        }
        checks.CheckLimits();
        checks.CheckQueues();
        checks.CheckCancelOns();
        foreach (var loop in loops)
            checks.CheckLoop(loop);
    }

    private void CheckCatch(int index)
    {
        var step = _model.Steps[index];
        foreach (var name in step.Catches)
        {
            var caught = _names.Node(name);
            var problem = name == step.Name ? "it cannot handle its own failure"
                : caught < 0 ? $"'{name}' is not a step"
                : step.IsFinally ? "a [Finally] step runs whatever happened: leave one of the two"
                : _model.Steps[caught].IsFinally ? $"'{name}' runs at the very end, and when it fails so does the run"
                : _model.Steps[caught].Kind is NodeKindModel.Signal or NodeKindModel.Delay ? $"'{name}' is a {NodeWord(caught)}, which cannot fail"
                : _model.Steps[caught].Child is { Detached: true } ? $"'{name}' is detached: nobody waits for it to fail"
                : null;
            if (problem is not null)
                Report(RuleIds.InvalidCatch, Anchor.Step(index).On("Catch"), step.Name, problem);
        }
        for (var p = 0; p < step.Parameters.Count; p++)
        {
            if (step.Parameters[p].Kind == ParameterKind.Failure && step is { Catches.Count: 0, IsFinally: false })
                Report(RuleIds.InvalidCatch, Anchor.StepParameter(index, p), step.Name, $"its parameter '{step.Parameters[p].Name}' is a StepFailure, and it neither handles one ([Catch]) nor runs at the end ([Finally])");
        }
    }

    private void CheckFinally(int index)
    {
        var step = _model.Steps[index];
        var at = Anchor.Step(index).On("Finally");
        if (step.IsFinally)
        {
            var problem = step.IsEnd ? "it is marked [End], too, and runs when the run has ended"
                : step.Loop is not null ? "it runs once, at the very end: leave out [Loop]"
                : step.CompensateWith is not null ? "it runs after the compensations: it cannot be undone"
                : step.Only is not null ? "it runs at the very end, whatever happened: leave out [Only]"
                : null;
            if (problem is not null)
                Report(RuleIds.InvalidFinally, at, step.Name, problem);
            return;
        }
        foreach (var name in step.After)
        {
            if (IsFinally(name))
                Report(RuleIds.InvalidFinally, Anchor.Step(index).On("After", name), step.Name, $"it comes after '{name}', which runs at the very end");
        }
        if (step.Only is { } only)
        {
            foreach (var (name, argument) in new[] { (only.After, "After"), (only.Before, "Before") })
            {
                if (name is not null && IsFinally(name))
                    Report(RuleIds.InvalidFinally, Anchor.Step(index).On("Only", argument), step.Name, $"'{name}' runs at the very end");
            }
        }
    }

    private void CheckEnd(int index, Outputs outputs)
    {
        var step = _model.Steps[index];
        if (!step.IsEnd)
            return;
        var at = Anchor.Step(index).On("End");
        if (step.Loop is not null)
            Report(RuleIds.InvalidEnd, at, step.Name, "it is repeated by [Loop], and the run is over after its first round");
        else if (_nodes[index].IsBackground)
            Report(RuleIds.InvalidEnd, at, step.Name, "the run does not wait for it");
        else if (_model.Run?.Result is { MayBeNull: false } result && outputs.First >= 0 && outputs.First != index && !outputs.Others.Contains(index) && !_model.IsIncomplete)
            Report(RuleIds.InvalidEnd, at, step.Name, $"the run would end without its result: hand over '{result.DisplayName}', or let RunAsync return '{result.DisplayName}?'");
        if (_nodes[index].Successors.Where(s => _nodes[s].Required.Contains(index) && !_model.Steps[s].IsFinally).DefaultIfEmpty(-1).First() is >= 0 and var later)
            Report(RuleIds.InvalidEnd, at, step.Name, $"'{_model.Steps[later].Name}' takes its result, and never runs: the run is over by then");
    }

    private void CheckOnly(int index)
    {
        var step = _model.Steps[index];
        if (step.Only is not { } only)
            return;
        var at = Anchor.Step(index).On("Only");
        if (only.After is null && only.Before is null)
            Report(RuleIds.InvalidOnly, at, step.Name, "it names neither what opens the window (After) nor what closes it (Before)");
        foreach (var (name, argument) in new[] { (only.After, "After"), (only.Before, "Before") })
        {
            if (name is null)
                continue;
            if (name == step.Name)
                Report(RuleIds.InvalidOnly, at.On("Only", argument), step.Name, "it cannot open or close its own window");
            else if (_names.Node(name) < 0)
                Report(RuleIds.InvalidOnly, at.On("Only", argument), step.Name, $"'{name}' is not a step");
        }
        if (only.After is not null && only.After == only.Before)
            Report(RuleIds.InvalidOnly, at, step.Name, $"'{only.After}' opens and closes the window at once");
        else if (_nodes[index].ClosedBy is >= 0 and var closing && _ancestors.Contains(index, closing))
            Report(RuleIds.InvalidOnly, at.On("Only", "Before"), step.Name, $"it comes after '{only.Before}', so that the window has closed before it can begin");
    }

    private void CheckExclusive(int index)
    {
        var step = _model.Steps[index];
        if (step.Exclusive is not { } exclusive)
            return;
        var at = Anchor.Step(index).On("Exclusive");
        if (string.IsNullOrWhiteSpace(exclusive.Name))
            Report(RuleIds.InvalidExclusive, at.On("Exclusive", "name"), step.Name, "the name of what the steps share is blank");
        else if (step.Kind is NodeKindModel.Signal or NodeKindModel.Stream || step.IsFinally)
            Report(RuleIds.InvalidExclusive, at, step.Name, step.IsFinally ? "a [Finally] step runs when nothing else does" : $"it is a {(step.Kind == NodeKindModel.Stream ? "stream" : "signal")}, which holds nothing while it waits");
        if (exclusive.Until is not { } until)
            return;
        var last = _names.Node(until);
        at = at.On("Exclusive", "Until");
        if (last < 0)
            Report(RuleIds.InvalidExclusive, at, step.Name, $"'{until}' is not a step");
        else if (last == index)
            Report(RuleIds.InvalidExclusive, at, step.Name, "'Until' names the step itself: leave it out");
        else if (_model.Steps[last].IsFinally)
            Report(RuleIds.InvalidExclusive, at, step.Name, $"'{until}' runs when all others have settled: whoever else asks for '{exclusive.Name}' would wait for it, and it for them");
        else if (!_ancestors.Contains(last, index))
            Report(RuleIds.InvalidExclusive, at, step.Name, $"'{until}' does not come after it");
        else
            CheckSection(index, last, exclusive.Name, at);
    }

    // Whoever needs the same lock between the two, or beside them before the end, would wait for the end, and the end for him.
    private void CheckSection(int first, int last, string name, Anchor at)
    {
        for (var i = 0; i < _nodes.Count; i++)
        {
            if (i == first || _model.Steps[i].Exclusive?.Name != name || (i != last && !_ancestors.Contains(last, i)) || _ancestors.Contains(first, i))
                continue;
            Report(RuleIds.InvalidExclusive, at, _model.Steps[first].Name, $"'{_model.Steps[i].Name}' asks for '{name}' as well, and '{_model.Steps[last].Name}', until which it is held, waits for that: leave out the second [Exclusive]");
            return;
        }
    }

    private bool IsFinally(string name) => _names.Node(name) is >= 0 and var node && _model.Steps[node].IsFinally;

    private string NodeWord(int node) => NodeWords.Of(_model.Steps[node].Kind);

    private void Report(string rule, Anchor anchor, params string[] arguments) => _findings.Add(Finding.Of(rule, anchor, arguments));
}
