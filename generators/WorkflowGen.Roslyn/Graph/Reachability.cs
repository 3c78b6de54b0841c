using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Graph;

/// <summary>Finds steps that can never run: behind a cycle, behind a guard that is always false, or in need of one of those.</summary>
internal static class Reachability
{
    public static void Check(WorkflowModel model, IReadOnlyList<GraphNode> nodes, IReadOnlyList<List<int>> cycles, List<Finding> findings)
    {
        var onCycle = new HashSet<int>(Cycles.Components(nodes).Where(c => c.Count > 1).SelectMany(c => c));
        var reasons = new string?[nodes.Count];
        var queue = new Queue<int>();

        foreach (var node in nodes)
        {
            if (node.Guards.FirstOrDefault(g => model.Guards[g.Guard].Constant == false) is { } never)
            {
                reasons[node.Index] = $"its guard '{model.Guards[never.Guard].Name}' is always false";
                queue.Enqueue(node.Index);
            }
            else if (onCycle.Contains(node.Index))
            {
                queue.Enqueue(node.Index);
            }
        }

        while (queue.Count > 0)
        {
            var node = queue.Dequeue();
            foreach (var successor in nodes[node].Successors)
            {
                // A skipped step settles, and skips only those that need it; a step in a cycle never settles.
                var blocked = onCycle.Contains(node) || nodes[successor].Required.Contains(node) || WaitsForCycle(reasons[node]);
                if (!blocked || reasons[successor] is not null || onCycle.Contains(successor))
                    continue;
                reasons[successor] = onCycle.Contains(node) ? Cycle(model.Steps[node].Name)
                    : WaitsForCycle(reasons[node]) ? reasons[node]
                    : $"it needs the result of '{model.Steps[node].Name}', which never runs";
                queue.Enqueue(successor);
            }
        }

        for (var i = 0; i < reasons.Length; i++)
        {
            if (reasons[i] is { } reason)
                findings.Add(Finding.Advice(RuleIds.Unreachable, Anchor.Step(i), model.Steps[i].Name, model.Name, reason));
        }
    }

    private static string Cycle(string step) => $"it waits for '{step}', which is part of a cycle";

    private static bool WaitsForCycle(string? reason) => reason?.EndsWith("part of a cycle", StringComparison.Ordinal) == true;
}
