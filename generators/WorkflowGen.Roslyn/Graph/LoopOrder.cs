using WorkflowGen.Execution;
using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Graph;

/// <summary>Finds loops that overlap so that none of them can end before the others.</summary>
internal static class LoopOrder
{
    public static void Check(WorkflowModel model, IReadOnlyList<GraphNode> nodes, IReadOnlyList<LoopUse> loops, IReadOnlyList<List<int>> cycles, List<Finding> findings)
    {
        // One loop holds nothing that it waits for; and where steps wait for each other anyway, it is not the loops' doing.
        if (loops.Count < 2 || cycles.Count > 0)
            return;
        var holds = new LoopHolds([.. nodes.Select(n => n.Predecessors.ToArray())], [.. loops.Select(l => l.End)], [.. loops.Select(l => l.Region)]);
        foreach (var circle in holds.Circles())
        {
            var ends = circle.Where(w => w.Loop >= 0).Select(w => loops[w.Loop].End).Distinct().OrderBy(e => e).ToList();
            findings.Add(Finding.Of(
                RuleIds.LoopsWaitForEachOther,
                Anchor.Step(ends[0]).On("Loop"),
                Sentences.Both(ends.ConvertAll(NameOf)),
                model.Name,
                string.Join(", and ", circle.Select(Sentence))));
        }

        string Sentence(LoopHolds.Wait wait) => wait.Loop < 0
            ? $"'{NameOf(wait.Node)}' comes after '{NameOf(wait.Source)}'"
            : $"'{NameOf(wait.Node)}' comes after '{NameOf(wait.Source)}' and so after the whole loop of '{NameOf(loops[wait.Loop].End)}' ({Sentences.Both(loops[wait.Loop].Region.Select(NameOf).ToList())})";

        string NameOf(int node) => model.Steps[node].Name;
    }
}
