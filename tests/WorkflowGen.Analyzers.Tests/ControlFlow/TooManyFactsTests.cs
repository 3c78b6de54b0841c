using WorkflowGen.Analyzers.ControlFlow;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.ControlFlow;

[Rule("WFG3027")]
public sealed class TooManyFactsTests
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

            static bool G0(Order order) => order.Amount > 0;

            static bool G1(Order order) => order.Amount > 1;

            static bool G2(Order order) => order.Amount > 2;

            static bool G3(Order order) => order.Amount > 3;

            static bool G4(Order order) => order.Amount > 4;

            static bool G5(Order order) => order.Amount > 5;

            static bool G6(Order order) => order.Amount > 6;

            static bool G7(Order order) => order.Amount > 7;

            static bool G8(Order order) => order.Amount > 8;

            static bool G9(Order order) => order.Amount > 9;

            static bool G10(Order order) => order.Amount > 10;

            static bool G11(Order order) => order.Amount > 11;

            static bool G12(Order order) => order.Amount > 12;

            [Step, When(nameof(G0)), When(nameof(G1)), When(nameof(G2)), When(nameof(G3)), When(nameof(G4)), When(nameof(G5)), When(nameof(G6)), When(nameof(G7)), When(nameof(G8)), When(nameof(G9)), When(nameof(G10)), When(nameof(G11)), When(nameof(G12))] string First(Order order) => "first";

            [Step, Unless(nameof(G0))] string Second(Order order) => "second";

            [Step] void Use([{|WFG3027:From(nameof(First), nameof(Second))|}] string? value) { }
        }
        """);

    [Fact]
    public Task StaysSilentWhereItsPageSays() => LanguageCase.IsSilentAsync(
        "WFG3027",
        """
        public record Order(string Id, int Amount);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            static bool IsSmall(Order order) => order.Amount < 100;

            [Step, When(nameof(IsSmall))] string First(Order order) => "first";

            [Step, Unless(nameof(IsSmall))] string Second(Order order) => "second";

            [Step] void Use([From(nameof(First), nameof(Second))] string value) { }
        }
        """);
}
