using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Graph;

/// <summary>Finds inputs that no step and no guard takes. An underscore before the name says that it is meant so.</summary>
internal static class UnusedInputs
{
    /// <param name="complete">Whether every parameter is bound and no step waits for itself: what is wrong may be where the input was meant to go.</param>
    public static void Check(WorkflowModel model, IReadOnlyList<GraphNode> nodes, IReadOnlyList<LoopUse> loops, bool complete, List<Finding> findings)
    {
        if (!complete || model.IsIncomplete || nodes.Count == 0)
            return;
        var taken = new HashSet<int>(nodes
            .SelectMany(n => n.AllBindings.Concat(n.Each?.Sources.SelectMany(s => s.Sources) ?? []))
            .Concat(loops.SelectMany(l => l.While?.Bindings ?? default))
            .Where(b => b.Kind == BindingKind.Input)
            .Select(b => b.Index));
        for (var i = 0; i < model.Inputs.Count; i++)
        {
            if (!taken.Contains(i) && !model.Inputs[i].Name.StartsWith("_", StringComparison.Ordinal))
                findings.Add(Finding.Advice(RuleIds.UnusedInput, Anchor.Input(i), model.Inputs[i].Name, model.Name));
        }
    }
}
