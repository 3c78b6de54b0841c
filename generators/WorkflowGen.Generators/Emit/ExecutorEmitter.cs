using WorkflowGen.Roslyn.Graph;
using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Generators.Emit;

/// <summary>The executor, nested in the workflow class: typed fields, and what to do with them, node by node.</summary>
internal sealed class ExecutorEmitter
{
    private readonly SourceWriter _writer;
    private readonly Unit _unit;
    private readonly GeneratedNames _names;
    private readonly StraightPath _path;
    private readonly Slots _slots;
    private readonly string _result;

    public ExecutorEmitter(SourceWriter writer, Unit unit, StraightPath path)
    {
        (_writer, _unit, _names, _path) = (writer, unit, unit.Names, path);
        _slots = new Slots(unit, i => unit.Names.Inputs[i], i => unit.Names.Handoffs[i]);
        _result = unit.Model.Run!.Result?.FullName ?? KnownNames.Execution + ".NoResult";
    }

    private int Count => _unit.Model.Steps.Count;

    // A run that somebody has the handle of keeps its executor.
    private bool IsPooled => _path.LastHandOver >= 0 && !_unit.Waits;

    public void Emit()
    {
        _writer.Line("/// <summary>A run in the making: inputs, handoffs, and the steps that are under way.</summary>");
        _writer.Open($"private sealed class {_names.Executor} : {KnownNames.Execution}.WorkflowExecutor<{_result}>");
        DefinitionEmitter.Emit(_writer, _unit);
        _writer.Line();
        Fields();
        _writer.Line();
        Lifetime();
        _writer.Line();
        NodeSwitch.Emit(_writer, "protected override bool", "BeginStep",
            [("int", "node"), (KnownNames.StepContext, "step"), (KnownNames.CancellationToken, "cancellationToken"), ("global::System.Action", "continuation")],
            Count, Begin);
        _writer.Line();
        NodeSwitch.Emit(_writer, "protected override void", "EndStep", [("int", "node")], Count, End);
        _writer.Line();
        foreach (var node in _unit.Asynchronous)
            Step(node);
        NodeSwitch.Emit(_writer, "protected override bool", "EvaluateGuard", [("int", "node")], Count, Guards);
        _writer.Line();
        JoinEmitter.Emit(_writer, _unit, _slots);
        TakeResult();
        _writer.Line();
        Clear();
        Forget();
        var json = new HandoffJsonEmitter(_writer, _unit, _slots);
        LoopEmitter.Emit(_writer, _unit, _slots);
        WaitEmitter.Executor(_writer, _unit, _slots);
        EachEmitter.Emit(_writer, _unit, _slots, json, BeginElement, EndElement);
        StreamEmitter.Emit(_writer, _unit, _slots, json);
        new CompensationEmitter(_writer, _unit, _slots, json).Emit();
        StepsEmitter.Executor(_writer, _unit, Assign, Arguments);
        _writer.Line();
        json.Emit();
        json.EmitResult();
        ChildEmitter.Executor(_writer, _unit, _slots, json);
        json.EmitTypes();
        _writer.Close();
    }

    private void TakeResult()
    {
        if (_unit.Graph.OtherOutputs.Count == 0)
        {
            _writer.Line($"protected override {_result} TakeResult() => {(_unit.Graph.Output < 0 ? "default" : _slots.Output)};");
            return;
        }
        _writer.Open($"protected override {_result} TakeResult()");
        _writer.Open("switch (OutputNode)");
        foreach (var node in _unit.Graph.OtherOutputs.Prepend(_unit.Graph.Output))
            _writer.Line($"case {node}: return {_slots.Completed(node)};");
        _writer.Line("default: return default;");
        _writer.Close();
        _writer.Close();
    }

    private void Fields()
    {
        if (IsPooled)
        {
            _writer.Line($"private static readonly {KnownNames.Execution}.ExecutorPool<{_names.Executor}> Pool = new();");
            _writer.Line();
        }
        _writer.Line($"private {_names.Self} _workflow;");
        _writer.Line();
        for (var i = 0; i < _names.Inputs.Count; i++)
            _writer.Line($"internal {_unit.Model.Inputs[i].Type.FullName} {_names.Inputs[i]};");
        foreach (var node in _unit.WithResult)
            _writer.Line($"internal {Slots.TypeOf(_unit.Model.Steps[node], _unit.Nodes[node])} {_names.Handoffs[node]};");
        foreach (var node in _unit.Asynchronous)
            _writer.Line($"internal {Awaiter(_unit.Model.Steps[node])}{(_unit.IsEach(node) ? "[]" : "")} {_names.Awaiters[node]};");
        foreach (var (type, name) in _names.Previous.Select((name, i) => (PreviousType(i), name)).Concat(CompensationEmitter.Fields(_unit)))
            _writer.Line($"private {type} {name};");
        foreach (var node in _unit.WithResult.Where(_unit.IsEach))
            _writer.Line($"private readonly {KnownNames.Execution}.ElementResults<{_unit.Model.Steps[node].Result!.FullName}> {_names.Results[node]} = new();");
        foreach (var node in _unit.Indices.Where(_unit.IsStream))
        {
            _writer.Line($"private readonly {KnownNames.Execution}.StreamItems<{_unit.Model.Steps[node].Result!.FullName}> {_names.Items[node]} = new();");
            if (_names.Cursors[node].Length > 0)
                _writer.Line($"private {KnownNames.Execution}.StreamCursor<{_unit.Model.Steps[node].Result!.FullName}> {_names.Cursors[node]};");
        }
    }

    // Null in the first round, and where the step was skipped in the round before.
    private string PreviousType(int place)
    {
        var type = Slots.HandoffOf(_unit.Model.Steps[_unit.Graph.Previous[place].Node])!;
        return type.MayBeNull ? type.FullName : type.FullName + "?";
    }

    private void Lifetime()
    {
        _writer.Line($$"""
            internal {{_names.Executor}}({{_names.Self}} workflow)
                : base(Graph) => _workflow = workflow;

            """);
        if (!IsPooled)
        {
            // RunAsync never needs an executor: only durable runs do, and those are not pooled.
            _writer.Line("protected override void ReturnToPool() => _workflow = null;");
            return;
        }
        _writer.Line($$"""
            internal static {{_names.Executor}} Rent({{_names.Self}} workflow)
            {
                var executor = Pool.TryRent();
                if (executor is null)
                    return new {{_names.Executor}}(workflow);
                executor._workflow = workflow;
                return executor;
            }

            protected override void ReturnToPool()
            {
                _workflow = null;
                Pool.Return(this);
            }

            """);
        Entry();
    }

    private void Entry()
    {
        var task = _unit.RunTask;
        var go = _unit.Model.Run!.Result is null ? "ContinueWithoutResult" : "Continue";
        if (_path.Nodes.Count == 0)
        {
            _writer.Line($$"""
                internal {{task}} Start({{KnownNames.CancellationToken}} cancellationToken)
                {
                    Begin(cancellationToken);
                    return {{go}}();
                }
                """);
            return;
        }

        // The order in which the straight path calls the steps is that of their declaration, more often than not.
        var inOrder = _path.Nodes.Select((node, position) => node == position).All(same => same);
        string NodeAt(string position) => inOrder ? position : $"StraightOrder[{position}]";
        if (!inOrder)
        {
            _writer.Line($"private static global::System.ReadOnlySpan<byte> StraightOrder => {CSharpText.IntArray(_path.Nodes)};");
            _writer.Line();
        }

        var maySkip = _path.Nodes.Any(i => _unit.Nodes[i].MaySkip);
        var maySuspend = _path.Nodes.Any(_unit.IsAsynchronous);
        var mayRetry = _path.Nodes.Any(i => StraightPath.MayRetry(_unit.Model.Steps[i]));
        var parameters = (maySkip ? "ulong skipped, " : "") + (maySuspend ? "bool suspended, " : "") + (mayRetry ? KnownNames.Exception + " failure, " : "");
        _writer.Line("/// <summary>Goes on where the straight path left off: so many of its steps have settled, and the next is under way, has failed, or has not begun.</summary>");
        _writer.Open($"internal {task} GoOn(int settled, {parameters}{KnownNames.CancellationToken} cancellationToken)");
        _writer.Line("Begin(cancellationToken);");
        _writer.Line("for (var position = 0; position < settled; position++)");
        _writer.Open();
        if (maySkip)
        {
            _writer.Line($$"""
                var node = {{NodeAt("position")}};
                if ((skipped >> node & 1) == 0)
                    AdoptCompleted(node);
                else
                    AdoptSkipped(node);
                """);
        }
        else
        {
            _writer.Line($"AdoptCompleted({NodeAt("position")});");
        }
        _writer.Close();
        if (maySuspend)
        {
            _writer.Line("if (suspended)");
            _writer.Line($"    Resume({NodeAt("settled")});");
        }
        if (mayRetry)
        {
            _writer.Line($"{(maySuspend ? "else " : "")}if (failure is not null)");
            _writer.Line($"    AdoptFailed({NodeAt("settled")}, failure);");
        }
        _writer.Line($"return {go}();");
        _writer.Close();
        if (maySuspend)
            Resume();
    }

    private void Resume()
    {
        _writer.Line();
        _writer.Open("private void Resume(int node)");
        _writer.Line("var continuation = AdoptRunning(node);");
        _writer.Open("switch (node)");
        foreach (var node in _path.Nodes.Where(_unit.IsAsynchronous).OrderBy(node => node))
            _writer.Line($"case {node}: {_names.Awaiters[node]}.UnsafeOnCompleted(continuation); return;");
        _writer.Close();
        _writer.Close();
    }

    private string? Begin(int node) =>
        _unit.IsEach(node) || _unit.Model.Steps[node].Kind is not (NodeKindModel.Step or NodeKindModel.Child) ? null : Call(node, "");

    private string? End(int node) => _unit.IsAsynchronous(node) && !_unit.IsEach(node) ? $"{_names.EndMethods[node]}(); return;" : null;

    private string BeginElement(int node) => Call(node, "element, " + (_unit.IsAsynchronous(node) ? "window, " : ""));

    private string? EndElement(int node) => _unit.IsAsynchronous(node) ? $"{_names.EndMethods[node]}(element, window); return;" : null;

    private string Call(int node, string element)
    {
        var step = _unit.Model.Steps[node];
        if (step.Child is { } child && (child.Instance is null || child.Detached))
            return child.Instance is null ? ChildEmitter.Missing(step) : $"_ = {Call(node)}.AsTask(); return true;";
        if (!_unit.IsAsynchronous(node))
            return $"{Assign(node)}{Call(node)}; return true;";
        var takesContext = _unit.Takes(node, ParameterKind.StepContext) ? "step, " : "";
        var takesToken = TakesToken(node) ? "cancellationToken, " : "";
        return $"return {_names.BeginMethods[node]}({element}{takesContext}{takesToken}continuation);";
    }

    private void Step(int node)
    {
        var takesContext = _unit.Takes(node, ParameterKind.StepContext) ? $"{KnownNames.StepContext} step, " : "";
        var takesToken = TakesToken(node) ? $"{KnownNames.CancellationToken} cancellationToken, " : "";
        var assign = Assign(node);
        var field = _names.Awaiters[node];
        var (element, slot, keep) = ("", field, $"{field} = awaiter;");
        if (_unit.IsEach(node))
            (element, slot, keep) = ("int element, int window, ", field + "[window]", $"{KnownNames.Execution}.ElementAccess.Keep(ref {field}, window, awaiter);");

        // The awaiter is in its field before the continuation is registered: another thread may run it at once.
        _writer.Line($$"""
            private bool {{_names.BeginMethods[node]}}({{element}}{{takesContext}}{{takesToken}}global::System.Action continuation)
            {
                var awaiter = {{Call(node)}}.ConfigureAwait(false).GetAwaiter();
                if (awaiter.IsCompleted)
                {
                    {{assign}}awaiter.GetResult();
                    return true;
                }
                {{keep}}
                awaiter.UnsafeOnCompleted(continuation);
                return false;
            }

            private void {{_names.EndMethods[node]}}({{element.TrimEnd(',', ' ')}})
            {
                var awaiter = {{slot}};
                {{slot}} = default;
                {{assign}}awaiter.GetResult();
            }
            """);
        _writer.Line();
    }

    private string? Guards(int index)
    {
        var node = _unit.Nodes[index];
        if (!_unit.HasCondition(node))
            return null;
        var guards = node.Guards.SelectMany(use => _slots.Narrowings(use.Bindings, _unit.Model.Guards[use.Guard].Parameters)
            .Append((use.Negated ? "!" : "") + LoopEmitter.GuardCall(_unit, _slots, node, use)));
        return $"return {string.Join(" && ", _slots.Narrowings(node.Bindings, _unit.Model.Steps[index].Parameters).Concat(guards))};";
    }

    private void Clear()
    {
        _writer.Open("protected override void ClearHandoffs()");
        foreach (var field in _names.Inputs
            .Concat(_unit.WithResult.Select(i => _names.Handoffs[i]))
            .Concat(_unit.Asynchronous.Select(i => _names.Awaiters[i]))
            .Concat(_names.Previous)
            .Concat(CompensationEmitter.Fields(_unit).Select(f => f.Name)))
        {
            _writer.Line($"{field} = default;");
        }
        foreach (var cursor in _names.Cursors.Where(c => c.Length > 0))
            _writer.Line($"{cursor}.Abandon();");
        foreach (var kept in _unit.WithResult.Where(_unit.IsEach).Select(i => _names.Results[i]).Concat(_names.Items.Where(i => i.Length > 0)))
            _writer.Line($"{kept}.Clear();");
        _writer.Close();
    }

    // Only what somebody can do without is read at all where its step has failed.
    private void Forget()
    {
        var read = new HashSet<int>(_unit.Nodes.SelectMany(n => n.AllBindings.Where(b => b.Kind == BindingKind.Step && b.Index != n.Index && !n.Required.Contains(b.Index)).Select(b => b.Index)));
        if (_unit.Graph.OutputMayBeSkipped)
            read.Add(_unit.Graph.Output);
        var forgotten = _unit.WithResult.Where(i => read.Contains(i) && _unit.Model.Steps[i].Kind is NodeKindModel.Step or NodeKindModel.Child).ToList();
        if (forgotten.Count == 0)
            return;
        _writer.Line();
        _writer.Open("protected override void ForgetHandoff(int node)");
        _writer.Open("switch (node)");
        foreach (var node in forgotten)
            _writer.Line($"case {node}: {_names.Handoffs[node]} = default; return;");
        _writer.Close();
        _writer.Close();
    }

    private string Assign(int node) => _unit.Model.Steps[node].Result is null ? ""
        : _unit.IsEach(node) ? $"{_names.Results[node]}[element] = "
        : _names.Handoffs[node] + " = ";

    private string Call(int node)
    {
        var step = _unit.Model.Steps[node];
        return step.Child is null ? _unit.Call("_workflow", step.IsStatic, step.Name, Arguments(node)) : ChildEmitter.Call(_slots, step, _unit.Nodes[node]);
    }

    private string Arguments(int node) =>
        _slots.Arguments(_unit.Nodes[node], _unit.Nodes[node].Bindings, _unit.Model.Steps[node].Parameters, "cancellationToken", "step");

    private bool TakesToken(int node) => _unit.Takes(node, ParameterKind.CancellationToken) || _unit.Model.Steps[node].Child is { TokenPosition: >= 0 };

    private static string Awaiter(StepModel step) =>
        step.Child is { } child ? KnownNames.Awaiter(child.Result is null ? ReturnShape.ValueTask : ReturnShape.ValueTaskOfResult, child.Result) : KnownNames.Awaiter(step.Returns, step.Result);
}
