using WorkflowGen.Roslyn.Graph;
using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Analyzers.Tests.Graph;

/// <summary>Random graphs, judged by rules so simple that they can be believed: try every answer of every guard.</summary>
public sealed class RandomGraphTests
{
    private const int Guards = 4;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 40)];

    [Theory, MemberData(nameof(Seeds))]
    public void TheOrderRespectsEveryDependency(int seed)
    {
        for (var round = 0; round < 25; round++)
        {
            var graph = WorkflowGraph.Build(Random(seed, round, cyclic: false));
            Assert.Equal(graph.Nodes.Count, graph.TopologicalOrder.Distinct().Count());
            var position = graph.TopologicalOrder.Select((node, at) => (node, at)).ToDictionary(p => p.node, p => p.at);
            foreach (var node in graph.Nodes)
            {
                Assert.All(node.Dependencies, d => Assert.True(position[d] < position[node.Index]));
                Assert.All(node.Required, r => Assert.Contains(r, node.Dependencies));
                Assert.All(node.Successors, s => Assert.Contains(node.Index, graph.Nodes[s].Dependencies));
            }
        }
    }

    [Theory, MemberData(nameof(Seeds))]
    public void ACycleIsReportedExactlyWhereAStepReachesItself(int seed)
    {
        for (var round = 0; round < 25; round++)
        {
            var graph = WorkflowGraph.Build(Random(seed, round, cyclic: true));
            var reach = Reach(graph);
            var cyclic = Enumerable.Range(0, graph.Nodes.Count).Any(i => reach[i, i]);
            Assert.Equal(cyclic, graph.Findings.Any(f => f.RuleId == "WFG3001"));
            Assert.Equal(cyclic, graph.TopologicalOrder.Count < graph.Nodes.Count);
            foreach (var finding in graph.Findings.Where(f => f.RuleId == "WFG3001"))
            {
                var path = finding.Arguments[0].Split(" → ").Select(n => int.Parse(n.Trim('\'')[1..], System.Globalization.CultureInfo.InvariantCulture)).ToList();
                Assert.Equal(path[0], path[path.Count - 1]);
                for (var i = 1; i < path.Count; i++)
                    Assert.Contains(path[i - 1], graph.Nodes[path[i]].Dependencies);
            }
        }
    }

    [Theory, MemberData(nameof(Seeds))]
    public void AStepMaySkipWhereSomeAnswersSkipIt(int seed)
    {
        for (var round = 0; round < 25; round++)
        {
            var model = Random(seed, round, cyclic: false);
            var graph = WorkflowGraph.Build(model);
            var runs = AllRuns(model, graph);
            Assert.Equal(graph.Nodes.Select((_, i) => runs.Any(run => !run[i])), graph.Nodes.Select(n => n.MaySkip));
        }
    }

    [Theory, MemberData(nameof(Seeds))]
    public void AParameterMayBeMissingWhereSomeAnswersTakeItAndLeaveAnother(int seed)
    {
        for (var round = 0; round < 25; round++)
        {
            var model = Random(seed, round, cyclic: false);
            var graph = WorkflowGraph.Build(model);
            var reach = Reach(graph);
            var answers = AllAnswers().ToList();
            var runs = AllRuns(model, graph);
            var expected =
                from node in graph.Nodes
                from p in Enumerable.Range(0, node.Bindings.Count)
                let producer = node.Bindings[p].Index
                where !model.Steps[node.Index].Parameters[p].Type.MayBeNull
                where node.Bindings.Any(other => other.Index != producer && !reach[other.Index, producer]
                    && runs.Where((run, i) => OwnGuardsHold(model, node.Index, answers[i]) && run[other.Index] && !run[producer]).Any())
                select (node.Index, p);
            Assert.Equal(expected, graph.Findings.Where(f => f.RuleId == "WFG2004").Select(f => (f.Anchor.Index, f.Anchor.Parameter)));
        }
    }

    private static WorkflowModel Random(int seed, int round, bool cyclic)
    {
        var random = new Random((seed * 1000) + round);
        var count = random.Next(2, 9);
        var builder = new ModelBuilder();
        for (var i = 0; i < count; i++)
        {
            var others = Enumerable.Range(0, cyclic ? count : i).Where(o => o != i).ToArray();
            var takes = others.Where(_ => random.Next(cyclic ? 6 : 3) == 0).ToList();
            builder.Step(
                $"S{i}",
                takes,
                [.. takes.Where(_ => random.Next(3) == 0)],
                [.. Enumerable.Range(0, Guards).Where(_ => random.Next(6) == 0).Select(g => $"G{g}")],
                [.. others.Where(_ => random.Next(10) == 0).Select(o => $"S{o}")]);
        }
        return builder.Build();
    }

    private static IEnumerable<int> AllAnswers() => Enumerable.Range(0, 1 << Guards);

    /// <summary>For each combination of answers, which steps run.</summary>
    private static List<bool[]> AllRuns(WorkflowModel model, WorkflowGraph graph) =>
        [.. AllAnswers().Select(answers =>
        {
            var runs = new bool[graph.Nodes.Count];
            foreach (var i in graph.TopologicalOrder)
                runs[i] = OwnGuardsHold(model, i, answers) && graph.Nodes[i].Bindings.Where((b, p) => !model.Steps[i].Parameters[p].Type.MayBeNull).All(b => runs[b.Index]);
            return runs;
        })];

    private static bool OwnGuardsHold(WorkflowModel model, int step, int answers) =>
        model.Steps[step].Guards.All(g => (answers >> (g[1] - '0') & 1) != 0);

    private static bool[,] Reach(WorkflowGraph graph)
    {
        var count = graph.Nodes.Count;
        var reach = new bool[count, count];
        foreach (var node in graph.Nodes)
        {
            foreach (var dependency in node.Dependencies)
                reach[dependency, node.Index] = true;
        }
        for (var through = 0; through < count; through++)
        {
            for (var from = 0; from < count; from++)
            {
                for (var to = 0; to < count; to++)
                    reach[from, to] |= reach[from, through] && reach[through, to];
            }
        }
        return reach;
    }
}
