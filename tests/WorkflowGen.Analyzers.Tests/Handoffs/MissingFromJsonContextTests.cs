using WorkflowGen.Analyzers.Handoffs;
using WorkflowGen.CodeFixes.Handoffs;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Handoffs;

[Rule("WFG2008")]
public sealed class MissingFromJsonContextTests
{
    [Fact]
    public Task FiresForAResultThatTheContextLacks() => AnalyzerRun.VerifyAsync(
        new JsonContextAnalyzer(),
        """
        public record Order(string Id);
        public record Receipt(string Text);

        [System.Text.Json.Serialization.JsonSerializable(typeof(Order))]
        public sealed partial class OrderJson(System.Text.Json.JsonSerializerOptions? options) : System.Text.Json.Serialization.JsonSerializerContext(options)
        {
            protected override System.Text.Json.JsonSerializerOptions? GeneratedSerializerOptions => null;

            public override System.Text.Json.Serialization.Metadata.JsonTypeInfo? GetTypeInfo(Type type) => null;
        }

        [Workflow("order", JsonContext = typeof(OrderJson))]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<Receipt> RunAsync(Order order);

            [Step] {|WFG2008:Task<Receipt>|} Bill(Order order) => Task.FromResult(new Receipt(order.Id));
        }
        """);

    [Fact]
    public Task StaysSilentForTypesThatTheContextReaches() => AnalyzerRun.VerifyAsync(
        new JsonContextAnalyzer(),
        """
        public record Order(IReadOnlyList<Line> Lines);

        public record Line(string Article);

        [System.Text.Json.Serialization.JsonSerializable(typeof(Order))]
        public sealed partial class OrderJson(System.Text.Json.JsonSerializerOptions? options) : System.Text.Json.Serialization.JsonSerializerContext(options)
        {
            protected override System.Text.Json.JsonSerializerOptions? GeneratedSerializerOptions => null;

            public override System.Text.Json.Serialization.Metadata.JsonTypeInfo? GetTypeInfo(Type type) => null;
        }

        [Workflow("order", JsonContext = typeof(OrderJson))]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<Line?> RunAsync(Order order);

            [Step] Line? First(Order order) => order.Lines.FirstOrDefault();
        }
        """);

    [Fact]
    public Task FixAddsTheAttribute() => FixRun.VerifyAsync(
        new JsonContextAnalyzer(),
        new AddJsonSerializableFix(),
        """
        using System.Text.Json;
        using System.Text.Json.Serialization;
        using System.Text.Json.Serialization.Metadata;

        namespace Shop;

        public record Receipt(string Text);

        [JsonSerializable(typeof(string))]
        public sealed partial class ShopJson(JsonSerializerOptions? options) : JsonSerializerContext(options)
        {
            protected override JsonSerializerOptions? GeneratedSerializerOptions => null;
            public override JsonTypeInfo? GetTypeInfo(Type type) => null;
        }

        [Workflow(JsonContext = typeof(ShopJson))]
        public partial class W
        {
            public partial ValueTask<Receipt> RunAsync(string id);
            [Step] {|WFG2008:Receipt|} Bill(string id) => new(id);
        }
        """,
        """
        using System.Text.Json;
        using System.Text.Json.Serialization;
        using System.Text.Json.Serialization.Metadata;

        namespace Shop;

        public record Receipt(string Text);

        [JsonSerializable(typeof(Receipt))]
        [JsonSerializable(typeof(string))]
        public sealed partial class ShopJson(JsonSerializerOptions? options) : JsonSerializerContext(options)
        {
            protected override JsonSerializerOptions? GeneratedSerializerOptions => null;
            public override JsonTypeInfo? GetTypeInfo(Type type) => null;
        }

        [Workflow(JsonContext = typeof(ShopJson))]
        public partial class W
        {
            public partial ValueTask<Receipt> RunAsync(string id);
            [Step] Receipt Bill(string id) => new(id);
        }
        """);
}
