using WorkflowGen.Analyzers.Handoffs;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Handoffs;

[Rule("WFG2019")]
public sealed class OpenFamilyTests
{
    [Fact]
    public Task FiresWhereItsPageSays() => AnalyzerRun.VerifyAsync(
        new HandoffAnalyzer(),
        """
        public record Order(string Id, int Amount);

        public abstract class Shape;

        public class Circle(double radius) : Shape
        {
            public double Radius => radius;
        }

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step] Shape Draw(Order order) => new Circle(1);

            [Step] void Fill(Circle {|WFG2019:circle|}) { }
        }
        """);

    [Fact]
    public Task StaysSilentWhereItsPageSays() => LanguageCase.IsSilentAsync(
        "WFG2019",
        """
        public record Order(string Id, int Amount);

        public abstract record Shape
        {
            private Shape() { }

            public sealed record Circle(double Radius) : Shape;

            public sealed record Square(double Side) : Shape;
        }

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step] Shape Draw(Order order) => new Shape.Circle(1);

            [Step] void Fill(Shape.Circle circle) { }

            [Step] void Paint(Shape.Square square) { }
        }
        """);

    [Theory]
    [InlineData("[Step] Open Draw(Order order) => new Case(); [Step] void Fill(Case value) { }")]
    public Task FiresFor(string members) => LanguageCase.FiresAsync("WFG2019", LanguageCase.Workflow(members));

    [Theory]
    [InlineData("[Step] Decision Decide(Order order) => new Decision.Approved(1); [Step] void Fill(Decision.Approved value) { } [Step] void Rest(Decision.Rejected value) { }")]
    public Task StaysSilentFor(string members) => LanguageCase.IsSilentAsync("WFG2019", LanguageCase.Workflow(members));

    // Fixes, each applied and judged by all rules.
    [Fact]
    public Task FixTakesTheBaseType() => FixCase.BecomesAsync(
        "WFG2019",
        "Take 'Open'",
        """
        [Step] Open Draw(Order order) => new Case();
        [Step] void Fill(Case value) { }
        """,
        """
        [Step] Open Draw(Order order) => new Case();
        [Step] void Fill(Open value) { }
        """);
}
