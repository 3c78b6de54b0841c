using System.Globalization;
using WorkflowGen.Roslyn.Graph;
using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Generators.Emit;

/// <summary>
/// The body of RunAsync: the steps called one after the other, their values in locals. At the first step that does not complete at once, what is there is handed to an executor.
/// </summary>
internal sealed class RunMethodEmitter
{
    private readonly SourceWriter _writer;
    private readonly Unit _unit;
    private readonly GeneratedNames _names;
    private readonly StraightPath _path;
    private readonly Slots _slots;
    private readonly string[] _locals;
    private readonly NameScope _scope;
    private readonly string? _token;
    private readonly string _executor, _settled, _suspended, _failure, _skipped, _exception;
    private readonly bool _mayHandOver, _maySkip, _mayRetry, _maySuspend;

    public RunMethodEmitter(SourceWriter writer, Unit unit, StraightPath path)
    {
        var model = unit.Model;
        (_writer, _unit, _names, _path) = (writer, unit, unit.Names, path);
        _token = model.Run!.CancellationToken is { } token ? CSharpText.Identifier(CSharpText.Unescaped(token)) : null;
        _scope = new NameScope(model.Inputs.Select(i => i.Name).Append(_token ?? ""));
        _locals = [.. model.Steps.Select(s => _scope.Take(CSharpText.CamelCase(s.Name)))];
        _executor = _scope.Take("executor");
        _settled = _scope.Take("settled");
        _suspended = _scope.Take("suspended");
        _failure = _scope.Take("failure");
        _skipped = _scope.Take("skipped");
        _exception = _scope.Take("exception");
        _slots = new Slots(unit, i => CSharpText.Identifier(CSharpText.Unescaped(model.Inputs[i].Name)), i => _locals[i]);

        _maySuspend = path.Nodes.Any(unit.IsAsynchronous);
        _mayHandOver = path.LastHandOver >= 0;
        _maySkip = path.Nodes.Any(i => unit.Nodes[i].MaySkip);
        _mayRetry = path.Nodes.Any(i => StraightPath.MayRetry(model.Steps[i]));
    }

    private string Result => _unit.TaskArgument;

    private string Token => _token ?? $"default({KnownNames.CancellationToken})";

    public void Emit()
    {
        if (_unit.Waits)
        {
            var arguments = _unit.Model.Inputs.Select(i => CSharpText.Identifier(CSharpText.Unescaped(i.Name))).Append("null").Append(Token);
            _writer.Line($"return new {_unit.RunTask}(this.{_names.Start}({string.Join(", ", arguments)}).Completion);");
            return;
        }
        if (_path.Nodes.Count == 0)
        {
            _writer.Line($"var {_executor} = {_names.Executor}.Rent(this);");
            HandOver(settled: 0);
            return;
        }

        Locals();
        _writer.Open("try");
        for (var position = 0; position < _path.Nodes.Count; position++)
        {
            if (position > 0)
                _writer.Line();
            Step(position);
        }

        _writer.Line();
        if (_path.IsWhole)
        {
            _writer.Line(_unit.Graph.Output < 0 ? "return default;" : $"return new {KnownNames.ValueTask}{Result}({_slots.Output});");
        }
        else
        {
            _writer.Line($"// {_unit.Model.Steps[_unit.Graph.TopologicalOrder[_path.Nodes.Count]].Name} needs the executor.");
            _writer.Line($"{_executor} = {_names.Executor}.Rent(this);");
            if (JumpsToHandOver)
            {
                _writer.Line($"{_settled} = {_path.Nodes.Count};");
                if (_maySuspend)
                    _writer.Line($"{_suspended} = false;");
            }
        }
        Endings();
        _writer.Close();
        Catches();
    }

    private bool JumpsToHandOver => _path.Nodes.Any(i => StraightPath.MayHandOver(_unit.Model.Steps[i]));

    // What the shared hand-over reads has to be assigned on every road that leads there; the rest is declared where it is assigned.
    private bool IsDeclaredAbove(int position) =>
        _unit.Model.Steps[_path.Nodes[position]].Result is not null && (_unit.Nodes[_path.Nodes[position]].MaySkip || position < _path.LastHandOver);

    private void Locals()
    {
        for (var position = 0; position < _path.Nodes.Count; position++)
        {
            if (IsDeclaredAbove(position))
                _writer.Line($"{SlotType(_path.Nodes[position])} {_locals[_path.Nodes[position]]} = default;");
        }
        if (_maySkip)
            _writer.Line($"ulong {_skipped} = 0; // a bit for each step that was skipped");
        if (_mayHandOver)
            _writer.Line($"{_names.Executor} {_executor};");
        if (JumpsToHandOver)
        {
            _writer.Line($"int {_settled};");
            if (_maySuspend)
                _writer.Line($"bool {_suspended};");
        }
        if (_mayRetry)
            _writer.Line($"{KnownNames.Exception} {_failure} = null;");
    }

    private void Step(int position)
    {
        var node = _unit.Nodes[_path.Nodes[position]];
        var step = _unit.Model.Steps[node.Index];
        _writer.Line("// " + step.Name);
        if (_token is not null)
            _writer.Line($"if ({_token}.IsCancellationRequested) goto Cancelled;");

        var skips = SkipConditions(node);
        if (skips.Length > 0)
        {
            _writer.Open($"if ({skips})");
            _writer.Line($"{_skipped} |= {CSharpText.Mask(1UL << node.Index)};");
            _writer.Close();
            _writer.Open("else");
        }
        if (StraightPath.MayRetry(step))
            CallWithRetry(position, node);
        else
            Call(position, node);
        if (skips.Length > 0)
            _writer.Close();
    }

    private string SkipConditions(GraphNode node)
    {
        if (!node.MaySkip)
            return "";
        var required = node.Required.Where(i => _unit.Nodes[i].MaySkip).Aggregate(0UL, (mask, i) => mask | 1UL << i);
        var conditions = _slots.Narrowings(node.Bindings, _unit.Model.Steps[node.Index].Parameters, negated: true).Concat(node.Guards.SelectMany(use =>
        {
            var guard = _unit.Model.Guards[use.Guard];
            return _slots.Narrowings(use.Bindings, guard.Parameters, negated: true)
                .Append((use.Negated ? "" : "!") + _unit.Call("this", guard.IsStatic, guard.Name, _slots.Arguments(node, use.Bindings, guard.Parameters, Token, "null")));
        }));
        if (required != 0)
            conditions = conditions.Prepend($"({_skipped} & {CSharpText.Mask(required)}) != 0");
        return string.Join(" || ", conditions);
    }

    private void CallWithRetry(int position, GraphNode node)
    {
        if (_unit.Model.Steps[node.Index].Result is not null && !IsDeclaredAbove(position))
            _writer.Line($"{SlotType(node.Index)} {_locals[node.Index]};");
        var exception = _scope.Take(CSharpText.CamelCase(_unit.Model.Steps[node.Index].Name) + "Exception");
        _writer.Open("try");
        Call(position, node, isDeclared: true);
        _writer.Close();
        _writer.Open($"catch ({KnownNames.Exception} {exception})");
        _writer.Line("// There may be further attempts: the executor's to decide.");
        _writer.Line($"{_failure} = {exception};");
        _writer.Line($"{_executor} = {_names.Executor}.Rent(this);");
        Jump(position, suspended: false);
        _writer.Close();
    }

    private void Call(int position, GraphNode node, bool isDeclared = false)
    {
        var step = _unit.Model.Steps[node.Index];
        var call = _unit.Call("this", step.IsStatic, step.Name, _slots.Arguments(node, node.Bindings, step.Parameters, Token, "null"));
        var assign = step.Result is null ? "" : isDeclared || IsDeclaredAbove(position) ? $"{_locals[node.Index]} = " : $"var {_locals[node.Index]} = ";
        if (!_unit.IsAsynchronous(node.Index))
        {
            _writer.Line($"{assign}{call};");
            return;
        }

        var task = _scope.Take(CSharpText.CamelCase(step.Name) + "Task");
        _writer.Line($"var {task} = {call};");
        _writer.Open($"if (!{task}.IsCompleted)");
        _writer.Line($"{_executor} = {_names.Executor}.Rent(this);");
        _writer.Line($"{_executor}.{_names.Awaiters[node.Index]} = {task}.ConfigureAwait(false).GetAwaiter();");
        Jump(position, suspended: true);
        _writer.Close();
        _writer.Line($"{assign}{task}.GetAwaiter().GetResult();");
    }

    private void Jump(int position, bool suspended)
    {
        _writer.Line($"{_settled} = {position};");
        if (_maySuspend)
            _writer.Line($"{_suspended} = {(suspended ? "true" : "false")};");
        _writer.Line("goto HandOver;");
    }

    private void Endings()
    {
        if (_mayHandOver)
        {
            if (JumpsToHandOver)
            {
                _writer.Line();
                _writer.Outdented("HandOver:");
            }
            HandOver(settled: JumpsToHandOver ? null : _path.Nodes.Count);
        }
        if (_token is not null)
        {
            _writer.Line();
            _writer.Outdented("Cancelled:");
            _writer.Line($"return {KnownNames.ValueTask}.FromCanceled{Result}({_token});");
        }
    }

    private void HandOver(int? settled)
    {
        for (var i = 0; i < _unit.Model.Inputs.Count; i++)
            _writer.Line($"{_executor}.{_names.Inputs[i]} = {_slots.Input(i)};");
        foreach (var node in _path.Nodes.Take(_path.LastHandOver).Where(i => _unit.Model.Steps[i].Result is not null))
            _writer.Line($"{_executor}.{_names.Handoffs[node]} = {_locals[node]};");

        if (_path.Nodes.Count == 0)
        {
            _writer.Line($"return {_executor}.Start({Token});");
            return;
        }
        var arguments = settled?.ToString(CultureInfo.InvariantCulture) ?? _settled;
        if (_maySkip)
            arguments += ", " + _skipped;
        if (_maySuspend)
            arguments += ", " + _suspended;
        if (_mayRetry)
            arguments += ", " + _failure;
        _writer.Line($"return {_executor}.GoOn({arguments}, {Token});");
    }

    // Nothing else is under way on the straight path: what a step throws is how the run ends.
    private void Catches()
    {
        if (_token is not null)
        {
            _writer.Open($"catch (global::System.OperationCanceledException) when ({_token}.IsCancellationRequested)");
            _writer.Line($"return {KnownNames.ValueTask}.FromCanceled{Result}({_token});");
            _writer.Close();
        }
        _writer.Open($"catch ({KnownNames.Exception} {_exception})");
        _writer.Line($"return {KnownNames.ValueTask}.FromException{Result}({_exception});");
        _writer.Close();
    }

    private string SlotType(int step) => Slots.TypeOf(_unit.Model.Steps[step], _unit.Nodes[step]);
}
