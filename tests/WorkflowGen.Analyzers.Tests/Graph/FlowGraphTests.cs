using WorkflowGen.Roslyn.Graph;

namespace WorkflowGen.Analyzers.Tests.Graph;

/// <summary>What else follows: results of several steps, the straight path, and what counts as used.</summary>
public sealed class FlowGraphTests
{
    [Fact]
    public void WhatIsTakenByElementOrByALoopsGuardIsUsed()
    {
        var (_, graph) = Parsed.Workflow("""
            [Workflow] public partial class W
            {
                public partial ValueTask RunAsync(IReadOnlyList<string> names, int limit);
                static bool More(long count, int limit) => count < limit;
                [Step, Loop(While = nameof(More))] long Count([Previous] long count = 0) => count + 1;
                [Step] void Greet([Each] string name) { }
            }
            """);
        Assert.Empty(graph.Findings);
    }

    [Fact]
    public void TheResultIsThatOfWhicheverOutputRan()
    {
        var (_, graph) = Parsed.Workflow("""
            [Workflow] public partial class W
            {
                public partial ValueTask<string> RunAsync(int n);
                static bool Large(int n) => n > 9;
                [Step, When(nameof(Large)), Output] string Long(int n) => "";
                [Step, Unless(nameof(Large)), Output] string Short(int n) => "";
                [Step, Catch(nameof(Short))] string Sorry(int n) => "";
                [Step, When(nameof(Large)), End] string Stop(int n) => "";
            }
            """);
        Assert.Empty(graph.Findings);
        Assert.Equal(0, graph.Output);
        Assert.Equal([1, 3, 2], graph.OtherOutputs);
        Assert.False(graph.OutputMayBeSkipped);
    }

    [Fact]
    public void TwoOutputsThatMayBothRunAreTooMany()
    {
        var (_, graph) = Parsed.Workflow("""
            [Workflow] public partial class W
            {
                public partial ValueTask<string> RunAsync(int n);
                [Step, Output] string A(int n) => "";
                [Step, Output] string B(int n) => "";
            }
            """);
        Assert.Equal(("WFG3011", 1), (Assert.Single(graph.Findings).RuleId, graph.Findings[0].Anchor.Index));
    }

    [Theory]
    [InlineData(2, "[Step] long A(int n) => n; [Step] string B(long a) => \"\"; [Step, Delay(\"1s\")] void C(string b) { }")]
    [InlineData(1, "[Step] long A(int n) => n; [Step] string B(long a) => \"\"; [Step, Catch(nameof(B))] void C() { }")]
    [InlineData(0, "[Step] long A(int n) => n; [Step, Finally] void B() { }")]
    [InlineData(1, "[Step] long A(int n) => n; [Step, CompensateWith(nameof(U))] string B(long a) => \"\"; void U(string s) { }")]
    [InlineData(0, "[Step] long A(int n) => n; [Step] long B(int n) => n; [Step] void C([FirstOf(nameof(A), nameof(B))] long l) { }")]
    public void TheStraightPathEndsWhereMoreIsNeeded(int length, string members)
    {
        var (model, graph) = Parsed.Workflow($$"""[Workflow] public partial class W { public partial ValueTask RunAsync(int n); {{members}} }""");
        Assert.DoesNotContain(graph.Findings, f => f.Blocks);
        Assert.Equal(length, StraightPath.Of(model, graph).Nodes.Count);
    }

    [Fact]
    public void ThousandsOfJoinsAreJudgedWithoutRunningOutOfStackOrTime()
    {
        const int count = 2000;
        var builder = new ModelBuilder().Step("S0", guards: ["G0"]).Step("S1", unless: ["G1"]);
        for (var i = 2; i < count; i++)
            builder.Step($"S{i}", guards: i % 3 == 0 ? [$"G{i % 2}"] : null).Joining([i - 2, i - 1], need: i % 2, mayBeNull: false);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var graph = WorkflowGraph.Build(builder.Build());
        Assert.Equal(count, graph.TopologicalOrder.Count);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"It took {watch.Elapsed}.");
    }
}
