using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Graph;

/// <summary>Works out what signals cancel, and which nodes the run does not wait for.</summary>
internal static class Signals
{
    public static void Mark(WorkflowModel model, NodeNames names, List<GraphNode> nodes)
    {
        if (model.CancelOns.Count == 0 && model.Steps.All(s => s.Kind is not (NodeKindModel.Signal or NodeKindModel.Stream)))
            return;
        foreach (var cancel in model.CancelOns)
        {
            var signal = names.Node(cancel.Signal);
            if (signal < 0 || model.Steps[signal].Kind != NodeKindModel.Signal)
                continue;
            var steps = cancel.Steps.Select(names.Node).Where(n => n >= 0 && n != signal).ToList();
            if (steps.Count < cancel.Steps.Count)
                continue; // an unknown name must not make it cancel the run
            EquatableArray<int> all = nodes[signal].Cancels is not { } before ? steps.Distinct().OrderBy(n => n).ToEquatableArray()
                : before.Count == 0 || steps.Count == 0 ? default
                : before.Concat(steps).Distinct().OrderBy(n => n).ToEquatableArray();
            nodes[signal] = nodes[signal] with { Cancels = all };
        }

        var ends = new HashSet<int>(nodes.Select(n => n.ClosedBy).Concat(nodes.Select(n => n.Each?.CompleteOn ?? -1)));
        for (var i = 0; i < nodes.Count; i++)
        {
            var step = model.Steps[i];
            if (step.Kind == NodeKindModel.Stream || step.Signal is { IsStream: true }
                || (step.Kind == NodeKindModel.Signal && nodes[i].Successors.Count == 0 && !step.IsOutput && (nodes[i].Cancels is not null || ends.Contains(i))))
            {
                nodes[i] = nodes[i] with { IsBackground = true };
            }
        }
    }
}
