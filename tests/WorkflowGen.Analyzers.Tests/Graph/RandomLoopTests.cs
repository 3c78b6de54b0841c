using WorkflowGen.Execution;
using WorkflowGen.Roslyn.Graph;

namespace WorkflowGen.Analyzers.Tests.Graph;

/// <summary>Random graphs with two or three loops: the build refuses exactly those that the library does not take.</summary>
public sealed class RandomLoopTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 20)];

    [Theory, MemberData(nameof(Seeds))]
    public void TheRuleRefusesWhatTheDefinitionRefuses(int seed)
    {
        var random = new Random(seed);
        int refused = 0, taken = 0;
        for (var round = 0; round < 500; round++)
        {
            var graph = WorkflowGraph.Build(Random(random));
            if (graph.Loops.Count < 2)
                continue;
            var reported = graph.Findings.Where(f => f.RuleId == "WFG3028").ToList();
            var exception = Record.Exception(() => DefinitionOf(graph));
            Assert.True(exception is null or ArgumentException, $"seed {seed}, round {round}: {exception}");
            Assert.True(reported.Count > 0 == exception is not null, $"seed {seed}, round {round}: the rule reports {reported.Count}; the library says {exception?.Message ?? "nothing"}\n{Describe(graph)}");
            refused += reported.Count > 0 ? 1 : 0;
            taken += reported.Count > 0 ? 0 : 1;

            // What is said is so: every step that is named as one of a tie is stuck by the library's account, and the loops are at least two.
            foreach (var finding in reported)
            {
                Assert.False(graph.IsValid);
                Assert.Contains("' and '", finding.Arguments[0], StringComparison.Ordinal);
                foreach (var end in graph.Loops.Where(l => finding.Arguments[0].Contains($"'S{l.End}'", StringComparison.Ordinal)))
                    Assert.Contains($"'S{end.End}'", exception!.Message, StringComparison.Ordinal);
            }
        }
        Assert.True(refused > 5 && taken > 100, $"Only {refused} refused and {taken} taken.");
    }

    private static Roslyn.Model.WorkflowModel Random(Random random)
    {
        var count = random.Next(4, 9);
        var builder = new ModelBuilder();
        for (var i = 0; i < count; i++)
        {
            int[] earlier = [.. Enumerable.Range(0, i)];
            builder.Step($"S{i}", [.. earlier.Where(_ => random.Next(3) == 0)], after: [.. earlier.Where(_ => random.Next(6) == 0).Select(e => $"S{e}")]);
            int[] members = [.. earlier.Where(_ => random.Next(4) == 0)];
            if (members.Length > 1)
                builder.Joining(members, random.Next(1, members.Length + 1), mayBeNull: random.Next(2) == 0);
        }
        foreach (var end in Enumerable.Range(0, count).OrderBy(_ => random.Next()).Take(random.Next(2, 4)))
            builder.Looping(end, random.Next(end + 1));
        return builder.Build();
    }

    private static WorkflowDefinition DefinitionOf(WorkflowGraph graph)
    {
        NodeDefinition[] nodes = [.. graph.Nodes.Select(n => new NodeDefinition($"S{n.Index}", [.. n.Dependencies], [.. n.Required])
        {
            Joins = [.. n.Joins.Select(j => new JoinDefinition([.. j.Members.Select(m => m.Index)], j.Need, j.Required, WorkflowGen.Rest.Ignore))],
        })];
        return new("w", 1, "", nodes, ["input"], -1)
        {
            Loops = [.. graph.Loops.Select(l => new LoopDefinition(l.End, [.. l.Region], l.Max, hasGuard: false))],
        };
    }

    private static string Describe(WorkflowGraph graph) =>
        string.Join("\n", graph.Nodes.Select(n => $"S{n.Index} after {string.Join(",", n.Predecessors)}").Concat(graph.Loops.Select(l => $"loop {l.End} over {string.Join(",", l.Region)}")));
}
