using WorkflowGen.Roslyn.Graph;

namespace WorkflowGen.Analyzers.Tests.Graph;

/// <summary>What follows from a model.</summary>
public sealed class GraphTests
{
    [Fact]
    public void AGuardMakesItsStepAndWhatNeedsItSkippable()
    {
        var graph = WorkflowGraph.Build(new ModelBuilder()
            .Step("Check", guards: ["IsLarge"])
            .Step("Needs", takes: [0])
            .Step("Waits", takes: [0], mayBeNull: [0])
            .Step("Follows", after: ["Check"])
            .Build());

        Assert.Equal([true, true, false, false], graph.Nodes.Select(n => n.MaySkip));
        Assert.Equal([0], graph.Nodes[1].Required);
        Assert.Empty(graph.Nodes[2].Required);
        Assert.Equal([0], graph.Nodes[2].Dependencies);
        Assert.Equal([0], graph.Nodes[3].Dependencies);
        Assert.Equal([1, 2, 3], graph.Nodes[0].Successors);
        Assert.True(graph.IsValid);
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 0)]
    public void AResultThatMayBeMissingIsNullable(bool nullable, int findings)
    {
        var graph = WorkflowGraph.Build(new ModelBuilder().Step("Only", guards: ["IsLarge"]).Build(result: nullable));

        Assert.Equal(0, graph.Output);
        Assert.True(graph.OutputMayBeSkipped);
        Assert.Equal(findings, graph.Findings.Count(f => f.RuleId == "WFG2005"));
    }

    [Fact]
    public void TheOrderIsThatOfDeclarationWhereTheGraphLeavesAChoice()
    {
        var graph = WorkflowGraph.Build(new ModelBuilder()
            .Step("A", takes: [3]).Step("B").Step("C", takes: [0]).Step("D").Build());

        Assert.Equal([1, 3, 0, 2], graph.TopologicalOrder);
    }

    [Fact]
    public void ACycleOfThousandsOfStepsIsFound()
    {
        const int count = 5000;
        var builder = new ModelBuilder();
        for (var i = 0; i < count; i++)
            builder.Step($"S{i}", takes: [(i + count - 1) % count]);

        var graph = WorkflowGraph.Build(builder.Build());

        var cycle = Assert.Single(graph.Findings);
        Assert.Equal("WFG3001", cycle.RuleId);
        Assert.StartsWith("'S0' → 'S1' → 'S2'", cycle.Arguments[0], StringComparison.Ordinal);
        Assert.Empty(graph.TopologicalOrder);
        Assert.False(graph.IsValid);
    }

    [Fact]
    public void TheShapeFollowsWhatARunReliesOn()
    {
        var model = new ModelBuilder().Step("A").Step("B", takes: [0]).Build();
        var shape = WorkflowGraph.Build(model).Shape;

        Assert.Equal(shape, WorkflowGraph.Build(new ModelBuilder().Step("A").Step("B", takes: [0]).Build()).Shape);
        Assert.Equal(shape, WorkflowGraph.Build(model with { Name = "other", Version = 2 }).Shape);
        Assert.NotEqual(shape, WorkflowGraph.Build(new ModelBuilder().Step("A").Step("C", takes: [0]).Build()).Shape);
        Assert.NotEqual(shape, WorkflowGraph.Build(new ModelBuilder().Step("A").Step("B").Build()).Shape);
        Assert.NotEqual(shape, WorkflowGraph.Build(new ModelBuilder().Step("A").Step("B", takes: [0], mayBeNull: [0]).Build()).Shape);
        Assert.NotEqual(shape, WorkflowGraph.Build(new ModelBuilder().Step("A", guards: ["G"]).Step("B", takes: [0]).Build()).Shape);
    }

    [Fact]
    public void EqualModelsHaveEqualGraphs()
    {
        static WorkflowGraph Graph() => WorkflowGraph.Build(new ModelBuilder().Step("A", guards: ["G"]).Step("B", takes: [0]).Build());

        Assert.Equal(Graph(), Graph());
        Assert.Equal(Graph().GetHashCode(), Graph().GetHashCode());
    }
}
