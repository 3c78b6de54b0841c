using WorkflowGen.Roslyn.Graph;
using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Generators.Emit;

/// <summary>A parameter with several producers, as the node that takes it knows it.</summary>
/// <param name="Join">The producers.</param>
/// <param name="Place">Among all joins of the graph: what the runtime asks by.</param>
/// <param name="Owner">The step or guard that the parameter belongs to.</param>
internal sealed record JoinParameter(JoinUse Join, int Place, ParameterModel Parameter, string Owner);

/// <summary>Finds the parameters of joins.</summary>
internal static class Joins
{
    /// <summary>The joins of a node, in order.</summary>
    public static IEnumerable<JoinParameter> Of(WorkflowModel model, WorkflowGraph graph, GraphNode node)
    {
        if (node.Joins.Count == 0)
            yield break;
        var first = graph.Nodes.Take(node.Index).Sum(n => n.Joins.Count);
        for (var i = 0; i < node.Joins.Count; i++)
        {
            var (parameter, owner) = Owner(model, graph, node, i);
            yield return new(node.Joins[i], first + i, parameter, owner);
        }
    }

    private static (ParameterModel Parameter, string Owner) Owner(WorkflowModel model, WorkflowGraph graph, GraphNode node, int join)
    {
        var step = model.Steps[node.Index];
        var uses = node.Guards.Concat(graph.Loops.Where(l => l.End == node.Index).Select(l => l.While)).Append(node.Each?.Until).OfType<GuardUse>();
        foreach (var (bindings, parameters, owner) in uses.Select(u => (u.Bindings, model.Guards[u.Guard].Parameters, step.Name + model.Guards[u.Guard].Name)).Prepend((node.Bindings, step.Parameters, step.Name)))
        {
            for (var i = 0; i < bindings.Count; i++)
            {
                if (bindings[i] is { Kind: BindingKind.Join } binding && binding.Index == join)
                    return (parameters[i], owner);
            }
        }
        throw new InvalidOperationException($"No parameter of '{step.Name}' takes its join {join}.");
    }
}

/// <summary>What joins take: of several producers the one, or those, that completed first.</summary>
internal static class JoinEmitter
{
    public static void Emit(SourceWriter writer, Unit unit, Slots slots)
    {
        foreach (var node in unit.Nodes)
        {
            var place = 0;
            foreach (var join in Joins.Of(unit.Model, unit.Graph, node))
            {
                var name = unit.Names.JoinMethods[node.Index][place++];
                if (join.Join.IsList)
                    List(writer, slots, join, name);
                else
                    Single(writer, slots, join, name);
                writer.Line();
            }
        }
    }

    private static void Single(SourceWriter writer, Slots slots, JoinParameter join, string name)
    {
        writer.Line($"/// <summary>What '{join.Parameter.Name}' of {join.Owner} takes: the result of the producer that completed first.</summary>");
        writer.Open($"private {join.Parameter.Type.FullName} {name}()");
        writer.Open($"switch (Chosen({join.Place}))");
        foreach (var member in join.Join.Members)
            writer.Line($"case {member.Index}: return {slots.Member(member)};");
        writer.Line("default: return default;");
        writer.Close();
        writer.Close();
    }

    private static void List(SourceWriter writer, Slots slots, JoinParameter join, string name)
    {
        var item = join.Parameter.ValueType.FullName;
        writer.Line($"/// <summary>What '{join.Parameter.Name}' of {join.Owner} takes: the results of the producers that completed first, in that order.</summary>");
        writer.Open($"private {join.Parameter.Type.FullName} {name}()");
        writer.Line($"var chosen = ChosenOf({join.Place});");
        if (!join.Join.Required)
        {
            writer.Line($"if (chosen.Length < {join.Join.Need})");
            writer.Line("    return default;");
        }
        writer.Line($"var values = new global::System.Collections.Generic.List<{item}>(chosen.Length);");
        writer.Open("for (var i = 0; i < chosen.Length; i++)");
        writer.Open("switch (chosen[i])");
        foreach (var member in join.Join.Members)
            writer.Line($"case {member.Index}: values.Add({slots.Member(member)}); break;");
        writer.Close();
        writer.Close();
        writer.Line("return values;");
        writer.Close();
    }
}
