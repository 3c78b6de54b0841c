using WorkflowGen.Roslyn.Graph;
using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Generators.Emit;

/// <summary>Signals and delays: the bodies of their declarations, and what the executor does when one has come.</summary>
internal static class WaitEmitter
{
    /// <summary>The methods that the author declared without a body. They stand for a wait, and are not called.</summary>
    public static void Bodies(SourceWriter writer, Unit unit)
    {
        foreach (var step in unit.Model.Steps.Where(s => s.PartialDeclaration is not null))
        {
            var what = step.Kind switch
            {
                NodeKindModel.Signal => "a signal",
                NodeKindModel.Delay => "a delay",
                _ => "a child workflow",
            };
            writer.Line($"{step.PartialDeclaration} => throw new global::System.InvalidOperationException({CSharpText.Literal($"'{step.Name}' is {what}, which a run waits for. It is not to be called.")});");
            writer.Line();
        }
    }

    public static void Executor(SourceWriter writer, Unit unit, Slots slots)
    {
        var (model, names) = (unit.Model, unit.Names);
        if (unit.Signals.Any(i => model.Steps[i].Result is not null))
        {
            writer.Line();
            NodeSwitch.Emit(writer, "protected override void", "AcceptSignal", [("int", "node"), ("object", "value")], unit.Nodes.Count, node => model.Steps[node] switch
            {
                { Kind: NodeKindModel.Signal, Signal.IsStream: true } step => $"{names.Items[node]}.Add(({step.Result!.FullName})value); return;",
                { Kind: NodeKindModel.Signal, Result: not null } step => $"{names.Handoffs[node]} = ({Slots.TypeOf(step, unit.Nodes[node])})value; return;",
                _ => null,
            });
        }
        if (model.Steps.Any(IsComputed))
        {
            writer.Line();
            NodeSwitch.Emit(writer, "protected override global::System.DateTimeOffset", "DelayUntil", [("int", "node"), ("global::System.DateTimeOffset", "reachedAt")], unit.Nodes.Count,
                node => IsComputed(model.Steps[node]) ? $"return {(model.Steps[node].DelayIsUntil ? "" : "reachedAt + ")}{Call(unit, slots, unit.Nodes[node])};" : null);
        }
    }

    /// <summary>The value that a sender sends: without the null that stands for a timeout.</summary>
    public static string? SentType(StepModel step) =>
        step.Result is not { } type ? null : step.Signal!.Timeout is null ? type.FullName : type.FullName.TrimEnd('?');

    private static bool IsComputed(StepModel step) => step is { Kind: NodeKindModel.Delay, Delay: null };

    private static string Call(Unit unit, Slots slots, GraphNode node)
    {
        var step = unit.Model.Steps[node.Index];
        return unit.Call("_workflow", step.IsStatic, step.Name, slots.Arguments(node, node.Bindings, step.Parameters, $"default({KnownNames.CancellationToken})", "null"));
    }
}
