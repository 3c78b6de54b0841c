using WorkflowGen.Analyzers.Handoffs;
using WorkflowGen.Analyzers.Policies;
using WorkflowGen.CodeFixes.ControlFlow;
using WorkflowGen.CodeFixes.Handoffs;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Rules;

/// <summary>Fixes on code of less usual shapes: several files, nested types, missing usings, a class's own attributes.</summary>
public sealed class FixShapeTests
{
    [Fact]
    public Task The_other_part_of_the_class_is_changed() => FixCase.SourceBecomesAsync(
        "WFG2018",
        "Take what 'Charge' takes and hands over",
        [
            """
            namespace Shop;

            public record Order(string Id);

            [Workflow("order")]
            public sealed partial class OrderWorkflow
            {
                public partial ValueTask RunAsync(Order order);

                [Step, CompensateWith(nameof(Refund))] int Charge(Order order) => 1;
            }
            """,
            """
            namespace Shop;

            public sealed partial class OrderWorkflow
            {
                void Refund(string account)
                {
                }
            }
            """,
        ],
        [
            """
            namespace Shop;

            public record Order(string Id);

            [Workflow("order")]
            public sealed partial class OrderWorkflow
            {
                public partial ValueTask RunAsync(Order order);

                [Step, CompensateWith(nameof(Refund))] int Charge(Order order) => 1;
            }
            """,
            """
            namespace Shop;

            public sealed partial class OrderWorkflow
            {
                void Refund(Order order, int charge)
                {
                }
            }
            """,
        ]);

    [Fact]
    public Task Both_parts_are_changed_at_once() => FixCase.SourceBecomesAsync(
        "WFG3026",
        "Wait for \"1d\" at most",
        [
            """
            [Workflow("order")]
            public sealed partial class OrderWorkflow
            {
                public partial ValueTask<string> RunAsync(int order);

                [Signal] private partial string Approval(int order);
            }
            """,
            """
            public sealed partial class OrderWorkflow
            {
                [Step, Output] string Use(string approval) => "used " + approval;
            }
            """,
        ],
        [
            """
            [Workflow("order")]
            public sealed partial class OrderWorkflow
            {
                public partial ValueTask<string> RunAsync(int order);

                [Signal(Timeout = "1d")] private partial string? Approval(int order);
            }
            """,
            """
            public sealed partial class OrderWorkflow
            {
                [Step, Output] string Use(string? approval) => "used " + approval;
            }
            """,
        ]);

    [Fact]
    public Task A_run_that_ends_with_a_wait_may_have_no_result() => FixCase.SourceBecomesAsync(
        "WFG3026",
        "Wait for \"1d\" at most",
        [
            """
            [Workflow("order")]
            public sealed partial class OrderWorkflow
            {
                public partial ValueTask<string> RunAsync(int order);

                [Signal] private partial string Approval(int order);
            }
            """,
        ],
        [
            """
            [Workflow("order")]
            public sealed partial class OrderWorkflow
            {
                public partial ValueTask<string?> RunAsync(int order);

                [Signal(Timeout = "1d")] private partial string? Approval(int order);
            }
            """,
        ]);

    [Fact]
    public Task A_step_may_end_the_run_without_a_result() => FixCase.SourceBecomesAsync(
        "WFG3018",
        "Let RunAsync return 'string?'",
        [
            """
            [Workflow("order")]
            public sealed partial class OrderWorkflow
            {
                public partial ValueTask<string> RunAsync(int order);

                static bool IsEmpty(int order) => order == 0;

                [Step, When(nameof(IsEmpty)), End] void Stop(int order) { }

                [Step, Output] string Work(int order) => "done";
            }
            """,
        ],
        [
            """
            [Workflow("order")]
            public sealed partial class OrderWorkflow
            {
                public partial ValueTask<string?> RunAsync(int order);

                static bool IsEmpty(int order) => order == 0;

                [Step, When(nameof(IsEmpty)), End] void Stop(int order) { }

                [Step, Output] string Work(int order) => "done";
            }
            """,
        ]);

    [Fact]
    public Task The_attribute_of_a_nested_class_names_its_members_through_the_class() => FixCase.SourceBecomesAsync(
        "WFG3023",
        "Change to 'Stop'",
        [
            """
            namespace Shop.Orders;

            public static partial class Workflows
            {
                // Until it is called off.
                [CancelOn("Stpo", "Pack")]
                [Workflow("order")]
                public sealed partial class OrderWorkflow
                {
                    public partial ValueTask RunAsync(int order);

                    [Signal] private partial string Stop();

                    [Step] void Pack(int order) { }
                }
            }
            """,
        ],
        [
            """
            namespace Shop.Orders;

            public static partial class Workflows
            {
                // Until it is called off.
                [CancelOn(nameof(OrderWorkflow.Stop), "Pack")]
                [Workflow("order")]
                public sealed partial class OrderWorkflow
                {
                    public partial ValueTask RunAsync(int order);

                    [Signal] private partial string Stop();

                    [Step] void Pack(int order) { }
                }
            }
            """,
        ]);

    [Theory]
    [InlineData("public abstract class Shape;", "public abstract class Shape\n{\n    private protected Shape() { }\n}")]
    [InlineData("public abstract class Shape\n{\n    public int Sides => 0;\n}", "public abstract class Shape\n{\n    private protected Shape() { }\n\n    public int Sides => 0;\n}")]
    [InlineData("// What is drawn.\npublic abstract class Shape\n{\n    // Nobody else.\n    protected Shape() { }\n}", "// What is drawn.\npublic abstract class Shape\n{\n    // Nobody else.\n    private protected Shape() { }\n}")]
    public Task A_family_is_closed(string before, string after)
    {
        const string Workflow = """


            public sealed class Circle : Shape;

            [Workflow("order")]
            public sealed partial class OrderWorkflow
            {
                public partial ValueTask RunAsync(int order);

                [Step] Shape Draw(int order) => new Circle();

                [Step] void Fill(Circle circle) { }
            }
            """;
        return FixCase.SourceBecomesAsync("WFG2019", "Close 'Shape'", [before + Workflow], [after + Workflow]);
    }

    [Fact]
    public async Task A_family_whose_constructor_cannot_be_hidden_is_not_closed()
    {
        var members = """
            [Step] Box Draw(Order order) => new Small();
            [Step] void Fill(Small small) { }
        }

        public abstract class Box(int size)
        {
            public int Size => size;
        }

        public class Small() : Box(1)
        {
        """;
        Assert.Equal(["Take 'Box'"], await FixCase.TitlesAsync("WFG2019", members));
    }

    [Fact]
    public async Task What_would_not_compile_is_not_offered()
    {
        Assert.DoesNotContain("Remove 'account'", await FixCase.TitlesAsync("WFG2018", "[Step, CompensateWith(nameof(Refund))] void Charge(Order order) { } string Refund(Order order, string account) => account;"));
        Assert.DoesNotContain("Make 'last' nullable", await FixCase.TitlesAsync("WFG2015", "[Step, Loop(Max = 3)] int Fetch(Order order, [Previous] int last) => last + 1;"));
        Assert.DoesNotContain("Remove 'step'", await FixCase.TitlesAsync("WFG5015", "[Step, Pure] string Total(Order order, StepContext step) => step.IdempotencyKey;"));
    }

    [Fact]
    public async Task What_would_bring_another_complaint_is_not_offered()
    {
        // Without [Pure] it would be retried and not say what a repeat does.
        Assert.Equal(["Remove [Retry]"], await FixCase.TitlesAsync("WFG5015", "[Step, Pure, Retry(3)] int Total(Order order) => order.Amount;"));

        // Whoever wants the result would have none.
        Assert.DoesNotContain("Remove [Signal]", await FixCase.TitlesAsync("WFG3019", "[Signal, Retry(3)] private partial string Approval(Order order); [Step] void Use(string approval) { }"));

        // A [CancelOn] that names no steps would cancel the run.
        Assert.Equal(["Remove [CancelOn]"], await FixCase.TitlesAsync("WFG3023", "[Signal] private partial string Stop(); [Step, CancelOn(nameof(Stop), \"Nothing\")] void Use(Order order) { }"));
    }

    [Fact]
    public Task Types_are_named_in_full_where_no_using_reaches() => FixRun.VerifyAsync(
        new HandoffAnalyzer(),
        new TakeListFix(),
        """
        [WorkflowGen.Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial System.Threading.Tasks.ValueTask RunAsync(int order);

            [WorkflowGen.Step] int A(int order) => 1;

            [WorkflowGen.Step] int B(int order) => 1;

            [WorkflowGen.Step] void Use([WorkflowGen.AnyOf(1, nameof(A), nameof(B))] int values) { }
        }
        """,
        """
        [WorkflowGen.Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial System.Threading.Tasks.ValueTask RunAsync(int order);

            [WorkflowGen.Step] int A(int order) => 1;

            [WorkflowGen.Step] int B(int order) => 1;

            [WorkflowGen.Step] void Use([WorkflowGen.AnyOf(1, nameof(A), nameof(B))] System.Collections.Generic.IReadOnlyList<int> values) { }
        }
        """,
        globalUsings: false);

    [Fact]
    public Task All_of_a_file_are_fixed_at_once() => FixRun.VerifyAllAsync(
        new PolicyAnalyzer(),
        new RemoveAttributeFix(),
        LanguageCase.Workflow("""
            [Step, Pure] Task<int> A(Order order) => Task.FromResult(order.Amount);

                [Step]
                [Pure] // by and by
                Task<int> B([From(nameof(A))] int a) => Task.FromResult(a);
            """),
        LanguageCase.Workflow("""
            [Step] Task<int> A(Order order) => Task.FromResult(order.Amount);

                [Step]
                Task<int> B([From(nameof(A))] int a) => Task.FromResult(a);
            """));
}
