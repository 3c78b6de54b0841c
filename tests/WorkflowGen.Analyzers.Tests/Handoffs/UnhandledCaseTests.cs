using WorkflowGen.Analyzers.Handoffs;
using WorkflowGen.CodeFixes.Handoffs;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Handoffs;

[Rule("WFG2012")]
public sealed class UnhandledCaseTests
{
    [Fact]
    public Task FiresWhereItsPageSays() => AnalyzerRun.VerifyAsync(
        new HandoffAnalyzer(),
        """
        public record Order(string Id, int Amount);

        public abstract record Decision
        {
            private Decision() { }

            public sealed record Approved(int Amount) : Decision;

            public sealed record Rejected(string Why) : Decision;
        }

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step] {|WFG2012:Decision|} Decide(Order order) => order.Amount < 100 ? new Decision.Approved(order.Amount) : new Decision.Rejected("too much");

            [Step] void Pay(Decision.Approved approved) { }
        }
        """);

    [Fact]
    public Task StaysSilentWhereItsPageSays() => LanguageCase.IsSilentAsync(
        "WFG2012",
        """
        public record Order(string Id, int Amount);

        public abstract record Decision
        {
            private Decision() { }

            public sealed record Approved(int Amount) : Decision;

            public sealed record Rejected(string Why) : Decision;
        }

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step] Decision Decide(Order order) => order.Amount < 100 ? new Decision.Approved(order.Amount) : new Decision.Rejected("too much");

            [Step] void Pay(Decision.Approved approved) { }

            [Step] void Decline(Decision.Rejected rejected) { }
        }
        """);

    [Theory]
    [InlineData("[Step] Task<Decision> Decide(Order order) => Task.FromResult<Decision>(new Decision.Approved(1)); [Step] void Decline(Decision.Rejected rejected) { }")]
    public Task FiresFor(string members) => LanguageCase.FiresAsync("WFG2012", LanguageCase.Workflow(members));

    [Theory]
    [InlineData("[Step] Decision Decide(Order order) => new Decision.Approved(1); [Step] void All(Decision decision) { }")]
    [InlineData("[Step] Decision Decide(Order order) => new Decision.Approved(1); [Step] void Pay(Decision.Approved approved) { } [Step] void Rest(Decision decision) { }")]
    public Task StaysSilentFor(string members) => LanguageCase.IsSilentAsync("WFG2012", LanguageCase.Workflow(members));

    [Fact]
    public Task FixAddsAStep() => FixRun.VerifyAsync(
        new HandoffAnalyzer(),
        new HandleCaseFix(),
        """
        public abstract record Decision
        {
            private Decision() { }

            public sealed record Approved(int Amount) : Decision;

            public sealed record Rejected(string Why) : Decision;
        }

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(int order);

            [Step] {|WFG2012:Task<Decision>|} Decide(int order) => Task.FromResult<Decision>(new Decision.Approved(order));

            [Step] void Pay(Decision.Approved approved) { }
        }
        """,
        """
        public abstract record Decision
        {
            private Decision() { }

            public sealed record Approved(int Amount) : Decision;

            public sealed record Rejected(string Why) : Decision;
        }

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(int order);

            [Step] Task<Decision> Decide(int order) => Task.FromResult<Decision>(new Decision.Approved(order));

            [Step] void Pay(Decision.Approved approved) { }

            [Step] void HandleRejected(Decision.Rejected rejected) => throw new NotImplementedException();
        }
        """);
}
