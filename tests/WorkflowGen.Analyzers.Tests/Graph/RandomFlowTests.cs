using WorkflowGen.Roslyn.Graph;
using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Analyzers.Tests.Graph;

/// <summary>Random graphs with guards, their opposites, alternatives, joins and handled failures, judged by trying every answer of every guard and every failure.</summary>
public sealed class RandomFlowTests
{
    private const int Guards = 3;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 40)];

    [Theory, MemberData(nameof(Seeds))]
    public void PresenceAndProofsAgreeWithBruteForce(int seed)
    {
        int exclusive = 0, exhaustive = 0, proven = 0, unreachable = 0;
        for (var round = 0; round < 120; round++)
        {
            var model = Random(seed, round);
            var graph = WorkflowGraph.Build(model);
            var runs = AllRuns(model, graph);
            var context = $"seed {seed}, round {round}:\n{Describe(model)}";
            Assert.Equal(graph.Nodes.Count, graph.TopologicalOrder.Count);
            for (var i = 0; i < graph.Nodes.Count; i++)
                Assert.True(runs.Any(run => !run.Completed[i]) == graph.Nodes[i].MaySkip, $"MaySkip of S{i} is {graph.Nodes[i].MaySkip} in {context}");

            foreach (var node in graph.Nodes)
            {
                var never = !runs.Any(run => run.Started[node.Index]);
                Assert.True(never == graph.Findings.Any(f => f.Anchor.Index == node.Index && (f.RuleId == "WFG3002" || (never && f.RuleId == "WFG3015"))), $"S{node.Index} {(never ? "never runs" : "can run")} in {context}");
                unreachable += never ? 1 : 0;
                for (var p = 0; p < node.Bindings.Count; p++)
                {
                    if (node.Bindings[p].Kind != BindingKind.Join)
                        continue;
                    var join = node.Joins[node.Bindings[p].Index];
                    var parameter = model.Steps[node.Index].Parameters[p];
                    var at = (node.Index, p);
                    if (parameter.Join is not null)
                    {
                        var fires = runs.Any(run => join.Members.Count(m => run.Completed[m.Index]) >= join.Need);
                        Assert.True(fires != Has(graph, "WFG3015", at), $"{(fires ? "fires" : "never fires")}: S{node.Index} in {context}");
                        continue;
                    }
                    var two = runs.Any(run => join.Members.Count(m => run.Completed[m.Index]) > 1);
                    Assert.True(two == Has(graph, "WFG2013", at), $"{(two ? "not " : "")}exclusive: S{node.Index} in {context}");
                    exclusive += two ? 0 : 1;
                    if (two || !join.Required)
                        continue;

                    // Complete without any reservation is never complained about; a gap where the members have nothing in common always is.
                    var none = runs.Any(run => join.Members.All(m => !run.Completed[m.Index]));
                    if (!none)
                    {
                        Assert.False(Has(graph, "WFG2014", at), $"complete: S{node.Index} in {context}");
                        exhaustive++;
                    }
                    else if (NothingInCommon(model, graph, node, join))
                    {
                        Assert.True(Has(graph, "WFG2014", at), $"incomplete: S{node.Index} in {context}");
                        proven++;
                    }
                }
            }
        }
        Assert.True(unreachable > 20, $"Only {unreachable} steps never run.");
        s_tally.Add((exclusive, exhaustive, proven));
        if (s_tally.Count == Seeds.Count)
            Assert.True(s_tally.Sum(t => t.Exclusive) > 100 && s_tally.Sum(t => t.Exhaustive) > 30 && s_tally.Sum(t => t.Gaps) > 5, $"The graphs prove too little: {s_tally.Sum(t => t.Exclusive)} exclusive, {s_tally.Sum(t => t.Exhaustive)} complete, {s_tally.Sum(t => t.Gaps)} gaps.");
    }

    private static readonly System.Collections.Concurrent.ConcurrentBag<(int Exclusive, int Exhaustive, int Gaps)> s_tally = [];

    private static bool Has(WorkflowGraph graph, string rule, (int Step, int Parameter) at) =>
        graph.Findings.Any(f => f.RuleId == rule && f.Anchor.Index == at.Step && f.Anchor.Parameter == at.Parameter);

    private static bool NothingInCommon(WorkflowModel model, WorkflowGraph graph, GraphNode node, JoinUse join) =>
        node.Guards.Count == 0 && node.Required.Count == 0
        && join.Members.All(m => graph.Nodes[m.Index] is { Required.Count: 0, Joins.Count: 0, Catches.Count: 0 })
        && join.Members.Select(m => model.Steps[m.Index]).SelectMany(s => s.Guards.Concat(s.Unless).Distinct()).GroupBy(g => g).All(g => g.Count() < join.Members.Count || DiffersIn(model, join, g.Key));

    private static bool DiffersIn(WorkflowModel model, JoinUse join, string guard) =>
        join.Members.Select(m => (model.Steps[m.Index].Guards.Contains(guard), model.Steps[m.Index].Unless.Contains(guard))).Distinct().Count() > 1;

    private static WorkflowModel Random(int seed, int round)
    {
        var random = new Random((seed * 1000) + round);
        var count = random.Next(3, 9);
        var builder = new ModelBuilder();
        var opposed = false;
        for (var i = 0; i < count; i++)
        {
            int[] earlier = [.. Enumerable.Range(0, i)];
            int[] takes = [.. earlier.Where(_ => random.Next(4) == 0)];
            string[] guards = [.. Enumerable.Range(0, Guards).Where(_ => random.Next(5) == 0).Select(g => $"G{g}")];
            string[] unless = [.. Enumerable.Range(0, Guards).Where(g => random.Next(5) == 0 && !guards.Contains($"G{g}")).Select(g => $"G{g}")];
            var opposes = i > 0 && random.Next(3) == 0 && builder.Last is { } last && last.Guards.Count + last.Unless.Count == 1 && last.Parameters.All(p => p.Name != "joined");
            if (opposes)
                (takes, guards, unless) = ([.. builder.Last!.Parameters.Select(p => int.Parse(p.Name[1..], System.Globalization.CultureInfo.InvariantCulture))], [.. builder.Last!.Unless], [.. builder.Last!.Guards]);
            var caught = !opposes && random.Next(8) == 0 && i > 0 ? random.Next(i) : -1;
            takes = [.. takes.Where(t => t != caught)];
            builder.Step($"S{i}", takes, [.. takes.Where(_ => random.Next(3) == 0)], guards, [], unless: unless, catches: caught < 0 ? null : $"S{caught}");
            int[] members = [.. earlier.Where(_ => random.Next(3) == 0).Take(3).Where(m => m != caught)];
            if (opposed && random.Next(4) > 0)
                members = [i - 2, i - 1];
            opposed = opposes;
            if (opposes)
                continue;
            if (members.Length > 1 && random.Next(2) == 0)
                builder.Joining(members, random.Next(3) == 0 ? random.Next(1, members.Length + 1) : 0, mayBeNull: random.Next(3) == 0);
        }
        return builder.Build();
    }

    private sealed record Run(bool[] Started, bool[] Completed);

    /// <summary>Every answer of the guards, with every choice of which caught steps fail.</summary>
    private static List<Run> AllRuns(WorkflowModel model, WorkflowGraph graph)
    {
        int[] caught = [.. graph.Nodes.SelectMany(n => n.Catches).Distinct().Order()];
        var runs = new List<Run>();
        for (var answers = 0; answers < 1 << Guards; answers++)
        {
            for (var failures = 0; failures < 1 << caught.Length; failures++)
            {
                var (started, completed) = (new bool[graph.Nodes.Count], new bool[graph.Nodes.Count]);
                foreach (var i in graph.TopologicalOrder)
                {
                    var (step, node) = (model.Steps[i], graph.Nodes[i]);
                    started[i] = step.Guards.All(g => (answers >> (g[1] - '0') & 1) != 0)
                        && step.Unless.All(g => (answers >> (g[1] - '0') & 1) == 0)
                        && node.Required.All(r => completed[r])
                        && node.Catches.All(c => started[c] && (failures >> Array.IndexOf(caught, c) & 1) != 0)
                        && node.Joins.All(j => !j.Required || j.Members.Count(m => completed[m.Index]) >= j.Need);
                    completed[i] = started[i] && (Array.IndexOf(caught, i) is var at && (at < 0 || (failures >> at & 1) == 0));
                }
                runs.Add(new(started, completed));
            }
        }
        return runs;
    }

    private static string Describe(WorkflowModel model) => string.Join("\n", model.Steps.Select(s =>
        $"{s.Name} when {string.Join(",", s.Guards)} unless {string.Join(",", s.Unless)} catches {string.Join(",", s.Catches)} takes {string.Join(" ", s.Parameters.Select(p => $"{(p.From.Count > 0 ? string.Join("|", p.From) : p.Join is { } j ? $"{j.Need} of {string.Join("|", j.Steps)}" : p.Name)}{(p.Type.MayBeNull ? "?" : "")}"))}"));
}
