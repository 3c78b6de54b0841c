using WorkflowGen.Analyzers.Tests.Rules;

namespace WorkflowGen.Analyzers.Tests.Contracts;

/// <summary>The sample has its contract beside it, as the fix writes it.</summary>
public sealed class RecordOfSampleTests
{
    [Fact]
    public void The_record_of_OrderProcessing_is_what_its_code_says()
    {
        var sample = Path.Combine(AllRules.Root, "samples", "OrderProcessing");
        var sources = new[] { "Handoffs.cs", "OrderWorkflow.cs", "Shop.cs", "Narrator.cs" }.Select(file => File.ReadAllText(Path.Combine(sample, file)));
        var written = ContractCase.Record([.. sources]);
        Assert.Equal(written, File.ReadAllText(Path.Combine(sample, "workflows.shipped.json")));
    }
}
