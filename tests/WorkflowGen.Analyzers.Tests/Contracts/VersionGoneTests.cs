using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Contracts;

[Rule("WFG4003")]
public sealed class VersionGoneTests
{
    private const string Greet = """
        [Workflow("greet")]
        public sealed partial class GreetWorkflow
        {
            public partial ValueTask<string> RunAsync(string name);

            [Step] string Greet(string name) => name;
        }
        """;

    private static readonly string s_second = Greet.Replace("\"greet\"", "\"greet\", Version = 2", StringComparison.Ordinal);

    [Fact]
    public async Task FiresWhereTheVersionWasRaisedAndTheClassIsGone()
    {
        var gone = Assert.Single(await ContractCase.ReportedAsync(ContractCase.Record(Greet), s_second), d => d.Id == "WFG4003");
        Assert.StartsWith("WFG4003 at 'GreetWorkflow': Version 1 of workflow 'greet' is in workflows.shipped.json, and no class has it any more ('GreetWorkflow' is v2)", ContractCase.Text([gone]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FiresInTheFileWhereNoClassIsLeft()
    {
        var gone = Assert.Single(await ContractCase.ReportedAsync(ContractCase.Record(Greet), "class Nothing;"));
        Assert.Equal("WFG4003", gone.Id);
        Assert.EndsWith("workflows.shipped.json", gone.Location.GetLineSpan().Path, StringComparison.Ordinal);
        Assert.Equal(4, gone.Location.GetLineSpan().StartLinePosition.Line);
    }

    [Fact]
    public async Task StaysSilentWhenItIsRetired()
    {
        var (record, sources) = await ContractFix.ApplyAsync("WFG4003", ContractCase.Record(Greet), s_second);
        Assert.DoesNotContain("WFG4003", (await ContractCase.ReportedAsync(record, [.. sources.Values])).Select(d => d.Id));
    }

    [Fact]
    public async Task FixRetiresIt()
    {
        var (record, _) = await ContractFix.ApplyAsync("WFG4003", ContractCase.Record(Greet), s_second);
        Assert.Equal("{\n  \"format\": 1,\n  \"workflows\": {\n    \"greet\": {\n      \"1\": {\n        \"retired\": true\n      }\n    }\n  }\n}\n", record);
    }
}
