using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Contracts;

/// <summary>The fixes; what is reported of which edit is told by <see cref="AccidentTests"/>.</summary>
[Rule("WFG4002")]
public sealed class StrandsRunsTests
{
    private const string Greet = """
        // What greets.
        [Workflow]
        public sealed partial class GreetWorkflow
        {
            public partial ValueTask<Said> RunAsync(string name);

            public record Said(string Text);

            // Says it.
            [Step] Said Greet(string name) => new(name + nameof(GreetWorkflow.Greet));
        }
        """;

    [Fact]
    public async Task FiresForAStepThatIsGone()
    {
        var only = Assert.Single(await ContractCase.AfterAsync(Greet, ("Said Greet(", "Said Hail("), ("GreetWorkflow.Greet", "GreetWorkflow.Hail")));
        Assert.StartsWith("WFG4002 at 'Hail': Step 'Hail' of 'GreetWorkflow' v1 takes the place of 'Greet', which is gone; runs that have 'Greet' in their journal would be parked", ContractCase.Text([only]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task StaysSilentForAnotherBody() => Assert.Empty(await ContractCase.AfterAsync(Greet, ("new(name", "new(\"Hello \" + name")));

    [Fact]
    public async Task StaysSilentForARenamedStepThatSaysSo()
    {
        var after = ContractCase.Edited(Greet, ("[Step] Said Greet(", "[Step, Renamed(\"Greet\")] Said Hail("), ("GreetWorkflow.Greet", "GreetWorkflow.Hail"));
        var only = Assert.Single(await ContractCase.ReportedAsync(ContractCase.Record(Greet), after));
        Assert.Equal("WFG4001", only.Id);
    }

    [Fact]
    public async Task StaysSilentForAResultThatAnUpcasterReads()
    {
        var after = ContractCase.Edited(Greet, ("Said(string Text)", "Said(int Text)"), ("new(name + nameof(GreetWorkflow.Greet));", "new(name.Length); [Upcast(nameof(Greet))] static Said Read(System.Text.Json.JsonElement recorded) => new(0);"));
        var only = Assert.Single(await ContractCase.ReportedAsync(ContractCase.Record(Greet), after));
        Assert.Equal("WFG4001", only.Id);
        Assert.Contains("what was recorded before is read by 'Read'", only.GetMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FixSaysThatAStepWasRenamed()
    {
        var after = ContractCase.Edited(Greet, ("Said Greet(", "Said Hail("), ("GreetWorkflow.Greet", "GreetWorkflow.Hail"));
        var (_, sources) = await ContractFix.ApplyAsync("WFG4002", ContractCase.Record(Greet), after, "Renamed");
        Assert.Equal(after.Replace("[Step] Said Hail", "[Step, Renamed(\"Greet\")] Said Hail", StringComparison.Ordinal), sources["0.cs"]);
    }

    [Fact]
    public async Task FixRaisesTheVersionAndKeepsTheClass()
    {
        var after = ContractCase.Edited(Greet, ("Said(string Text)", "Said(int Text)"), ("new(name + nameof(GreetWorkflow.Greet))", "new(nameof(GreetWorkflow.Greet).Length)"));
        var (_, sources) = await ContractFix.ApplyAsync("WFG4002", ContractCase.Record(Greet), after, "Raise");
        Assert.Equal(after.Replace("[Workflow]", "[Workflow(Version = 2)]", StringComparison.Ordinal), sources["0.cs"]);
        Assert.Equal(
            after.Replace("[Workflow]", "[Workflow(\"GreetWorkflow\")]", StringComparison.Ordinal).Replace("class GreetWorkflow", "class GreetWorkflowV1", StringComparison.Ordinal).Replace("nameof(GreetWorkflow.", "nameof(GreetWorkflowV1.", StringComparison.Ordinal),
            sources["GreetWorkflowV1.cs"]);

        // Both compile, and what is left to do is to undo the edit in the copy.
        var reported = await ContractCase.ReportedAsync(ContractCase.Record(Greet), [.. sources.Values]);
        Assert.Equal(["WFG4001", "WFG4002"], reported.Select(d => d.Id).Order());
    }
}
