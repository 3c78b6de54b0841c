using WorkflowGen.Analyzers.ControlFlow;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.ControlFlow;

[Rule("WFG3022")]
public sealed class InvalidChildTests
{
    [Fact]
    public Task FiresWhereItsPageSays() => AnalyzerRun.VerifyAsync(
        new ControlFlowAnalyzer(),
        """
        public record Order(string Id, int Amount);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [{|WFG3022:Child|}] private partial Task<int> Bill(Order order);
        }
        """);

    [Fact]
    public Task StaysSilentWhereItsPageSays() => LanguageCase.IsSilentAsync(
        "WFG3022",
        """
        public record Order(string Id, int Amount);

        [Workflow("billing")]
        public sealed partial class BillingWorkflow
        {
            public partial ValueTask<int> RunAsync(string account);

            [Step] int Charge(string account) => account.Length;
        }

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<int> RunAsync(Order order);

            [Step] string Account(Order order) => order.Id;

            [Child] private partial Task<int> Bill(BillingWorkflow workflow, string account);
        }
        """);

    [Theory]
    [InlineData("[Child] private partial Task<int> Bill(Billing workflow);")]
    [InlineData("[Child] private partial Task<string> Bill(Billing workflow, Order order);")]
    [InlineData("[Child(Detached = true)] private partial Task<int> Bill(Billing workflow, Order order);")]
    [InlineData("[Child] Task<int> Bill(Billing workflow, Order order) => Task.FromResult(1);")]
    public Task FiresFor(string members) => LanguageCase.FiresAsync("WFG3022", LanguageCase.Workflow(members));

    [Theory]
    [InlineData("[Child] private partial Task<int> Bill(Billing workflow, Order order);")]
    [InlineData("[Child(Detached = true)] private partial Task Bill(Billing workflow, Order order);")]
    [InlineData("[Child] private partial ValueTask<int> Bill(Billing workflow, Order order);")]
    public Task StaysSilentFor(string members) => LanguageCase.IsSilentAsync("WFG3022", LanguageCase.Workflow(members));

    // Fixes, each applied and judged by all rules.
    [Fact]
    public Task FixSaysWhichWorkflow() => FixCase.BecomesAsync(
        "WFG3022",
        "Run 'Billing'",
        """
        [Child] private partial Task<int> Bill(Order order);
        """,
        """
        [Child] private partial Task<int> Bill(Billing workflow, Order order);
        """);

    [Fact]
    public Task FixTakesItsInputs() => FixCase.BecomesAsync(
        "WFG3022",
        "Take what 'Billing' takes",
        """
        [Child] private partial Task<int> Bill(Billing workflow);
        """,
        """
        [Child] private partial Task<int> Bill(Billing workflow, Order order);
        """);

    [Fact]
    public Task FixReturnsItsResult() => FixCase.BecomesAsync(
        "WFG3022",
        "Return 'Task<int>'",
        """
        [Child] private partial Task<string> Bill(Billing workflow, Order order);
        """,
        """
        [Child] private partial Task<int> Bill(Billing workflow, Order order);
        """);
}
