using WorkflowGen.Analyzers.Structure;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Structure;

[Rule("WFG0018")]
public sealed class InvalidJsonContextTests
{
    [Fact]
    public Task FiresForAnotherType() => AnalyzerRun.VerifyAsync(
        new StructureAnalyzer(),
        """
        public record Order(string Id);
        public record Receipt(string Text);

        [Workflow("order", JsonContext = {|WFG0018:typeof(Order)|})]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<Receipt> RunAsync(Order order, CancellationToken cancellationToken = default);

            [Step] Receipt Bill(Order order) => new(order.Id);
        }
        """);

    [Theory]
    [InlineData("private", "WFG0018")]
    [InlineData("protected", "WFG0018")]
    [InlineData("internal", null)]
    public Task AContextNestedInTheWorkflowHasToBeReachableFromBesideIt(string accessibility, string? rule) => AnalyzerRun.VerifyAsync(
        new StructureAnalyzer(),
        $$"""
        using System.Text.Json;
        using System.Text.Json.Serialization;
        using System.Text.Json.Serialization.Metadata;

        [Workflow("order", JsonContext = {{(rule is null ? "typeof(OrderWorkflow.Context)" : $"{{|{rule}:typeof(OrderWorkflow.Context)|}}")}})]
        public partial class OrderWorkflow
        {
            public partial ValueTask<int> RunAsync(string order);

            [Step] int Bill(string order) => order.Length;

            {{accessibility}} sealed class Context() : JsonSerializerContext(null)
            {
                protected override JsonSerializerOptions? GeneratedSerializerOptions => null;
                public override JsonTypeInfo? GetTypeInfo(Type type) => null;
            }
        }
        """);

    [Fact]
    public Task FiresForAContextThatIsLocalToItsFile() => AnalyzerRun.VerifyAsync(
        new StructureAnalyzer(),
        """
        using System.Text.Json;
        using System.Text.Json.Serialization;
        using System.Text.Json.Serialization.Metadata;

        [Workflow("order", JsonContext = {|WFG0018:typeof(Context)|})]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<int> RunAsync(string order);

            [Step] int Bill(string order) => order.Length;
        }

        file sealed class Context() : JsonSerializerContext(null)
        {
            protected override JsonSerializerOptions? GeneratedSerializerOptions => null;
            public override JsonTypeInfo? GetTypeInfo(Type type) => null;
        }
        """);

    [Fact]
    public Task StaysSilentWithoutAContext() => AnalyzerRun.VerifyAsync(
        new StructureAnalyzer(),
        """
        public record Order(string Id);
        public record Receipt(string Text);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<Receipt> RunAsync(Order order, CancellationToken cancellationToken = default);

            [Step] Receipt Bill(Order order) => new(order.Id);
        }
        """);
}
