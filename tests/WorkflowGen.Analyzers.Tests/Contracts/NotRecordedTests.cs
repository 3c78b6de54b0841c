using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Contracts;

[Rule("WFG4001")]
public sealed class NotRecordedTests
{
    private const string Greet = """
        [Workflow("greet")]
        public sealed partial class GreetWorkflow
        {
            public partial ValueTask<string> RunAsync(string name);

            [Step] string Greet(string name) => name;
        }
        """;

    [Theory]
    [InlineData("{}")]
    [InlineData("")]
    [InlineData("{ \"format\": 1, \"workflows\": {} }")]
    public async Task FiresForAWorkflowThatIsNotRecorded(string record)
    {
        var only = Assert.Single(await ContractCase.ReportedAsync(record, Greet));
        Assert.Equal(
            "WFG4001 at 'GreetWorkflow': The contract of 'greet' v1 is not recorded; later edits of it would not be compared with what its runs rely on: record it in workflows.shipped.json",
            ContractCase.Text([only]));
    }

    [Fact]
    public async Task StaysSilentWithoutTheFile() => Assert.Empty(await ContractCase.ReportedAsync(null, Greet));

    [Fact]
    public async Task StaysSilentWhenItIsRecorded() => Assert.Empty(await ContractCase.ReportedAsync(ContractCase.Record(Greet), Greet));

    [Fact]
    public async Task FixRecordsIt() => Assert.Equal(ContractCase.Record(Greet), (await ContractFix.ApplyAsync("WFG4001", "{}", Greet)).Record);

    [Fact]
    public async Task FixRecordsAllAtOnce()
    {
        var record = await ContractFix.ApplyToAllAsync("WFG4001", "{}", ContractCase.Shop);
        Assert.Equal(ContractCase.Record(ContractCase.Shop), record);
    }

    [Fact]
    public async Task FixIsNotOfferedForWhatStrandsRuns()
    {
        // Beside a step that is added, one whose result changed: to record the one would hide the other.
        var after = ContractCase.Edited(ContractCase.Shop, ("Payment(string Id, decimal Amount)", "Payment(string Id)"), ("[Step] int Weigh", "[Step] void Note(Order order) { } [Step] int Weigh"));
        Assert.Empty(await ContractFix.TitlesAsync("WFG4001", ContractCase.Record(ContractCase.Shop), after));
    }
}
