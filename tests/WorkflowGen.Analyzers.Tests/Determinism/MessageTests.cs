using WorkflowGen.Analyzers.Determinism;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Determinism;

/// <summary>The chain, where it is shown, and what counts as one finding.</summary>
public sealed class MessageTests
{
    private const string Head = """
        public sealed record Order(string Id);
        public sealed record Stamped(DateTime At);
        """;

    [Theory]
    [InlineData("new(DateTime.UtcNow)", "", "'OrderWorkflow.Validate' → 'DateTime.UtcNow'")]
    [InlineData("new(Clock.Stamp())", "static class Clock { public static DateTime Stamp() => DateTime.UtcNow; }", "'OrderWorkflow.Validate' → 'Clock.Stamp' → 'DateTime.UtcNow'")]
    [InlineData("new(Clock.Stamp)", "static class Clock { public static DateTime Stamp => DateTime.Now; }", "'OrderWorkflow.Validate' → 'Clock.Stamp' → 'DateTime.Now'")]
    [InlineData("new(new Clock().At)", "class Clock { public DateTime At; public Clock() { At = DateTime.UtcNow; } }", "'OrderWorkflow.Validate' → 'new Clock()' → 'DateTime.UtcNow'")]
    [InlineData("new(A.B())", "static class A { public static DateTime B() => C.D(); } static class C { public static DateTime D() => C2<int>.E; } static class C2<T> { public static DateTime E => DateTime.UtcNow; }", "'OrderWorkflow.Validate' → 'A.B' → 'C.D' → 'C2<int>.E' → 'DateTime.UtcNow'")]
    [InlineData("Local(); Stamped Local() => new(DateTime.UtcNow)", "", "'OrderWorkflow.Validate' → 'Local' → 'DateTime.UtcNow'")]
    [InlineData("new(Get.Clock().Now())", "interface IClock { DateTime Now(); } class Real : IClock { DateTime IClock.Now() => DateTime.UtcNow; } static class Get { public static IClock Clock() => null!; }", "'OrderWorkflow.Validate' → 'Real.Now' → 'DateTime.UtcNow'")]
    public async Task The_message_shows_the_chain(string expression, string types, string chain)
    {
        var message = await Case.MessageAsync($$"""
            {{Head}}
            {{types}}
            [Workflow("order")]
            public sealed partial class OrderWorkflow
            {
                public partial ValueTask<Stamped> RunAsync(Order order, CancellationToken cancellationToken = default);
                [Step] Stamped Validate(Order order) { return {{expression}}; }
            }
            """);
        Assert.Equal($"{chain} reads the ambient clock, which shows another time when this is run again; use step.UtcNow", message);
    }

    [Fact]
    public async Task A_helper_is_reported_at_the_call_with_the_use_as_the_additional_location()
    {
        var sources = new[]
        {
            Case.Step("{|WFG1001:Far.Help|}(); {|WFG1001:Far.Help|}();"),
            "static class Far { public static void Help() { _ = DateTime.UtcNow; _ = DateTime.UtcNow; Further(); } static void Further() => _ = DateTime.UtcNow; }",
        };
        var found = await AnalyzerRun.VerifyAsync(Case.Analyzer, sources);
        Assert.All(found, d => Assert.Equal("/test/1.cs", Assert.Single(d.AdditionalLocations).SourceTree!.FilePath));
    }

    [Fact]
    public Task Two_uses_are_two_findings() => Case.FiresAsync(Case.Step("_ = {|WFG1001:DateTime.UtcNow|}; _ = {|WFG1001:DateTime.UtcNow|}; _ = {|WFG1001:DateTime.Now|};"));

    [Fact]
    public Task One_call_that_leads_to_two_apis_is_two_findings() => Case.FiresAsync(Case.Step(
        "{|WFG1001:{|WFG1002:Far.Help|}|}();", types: "static class Far { public static void Help() { _ = DateTime.UtcNow; _ = Guid.NewGuid(); } }"));

    [Fact]
    public Task Code_outside_workflows_is_let_be() => AnalyzerRun.VerifyAsync(Case.Analyzer, """
        public sealed record Order(string Id);
        class Program
        {
            static void Main() { _ = DateTime.UtcNow; }
            [Step] Order NotInAWorkflow(Order order) { _ = DateTime.UtcNow; return order; }
        }
        [Workflow]
        public sealed partial class W
        {
            public partial ValueTask<Order> RunAsync(Order order, CancellationToken cancellationToken = default);
            [Step] Order Work(Order order) => order;
            public static DateTime Other() => DateTime.UtcNow;
            public Task<int> AlsoOther() { lock (this) { return Task.Run(() => 1); } }
        }
        """);

    [Fact]
    public Task The_workflows_own_construction_is_a_step() => AnalyzerRun.VerifyAsync(Case.Analyzer, """
        public sealed record Order(string Id);
        [Workflow]
        public sealed partial class W
        {
            readonly Guid _id = {|WFG1002:Guid.NewGuid|}();
            readonly DateTime _at;
            static readonly Guid s_unused = Guid.NewGuid();
            public W() { _at = {|WFG1001:DateTime.UtcNow|}; }
            DateTime Made { get; } = {|WFG1001:Clock.Now|};
            public partial ValueTask<Order> RunAsync(Order order, CancellationToken cancellationToken = default);
            [Step] Order Work(Order order) => order with { Id = $"{_id}{_at.Ticks}{Made.Ticks}" };
        }
        static class Clock { public static DateTime Now => DateTime.UtcNow; }
        """);

    [Fact]
    public Task Inherited_helpers_and_steps_are_followed() => AnalyzerRun.VerifyAsync(Case.Analyzer,
        """
        public sealed record Order(string Id);
        [Workflow]
        public sealed partial class W : Base
        {
            public partial ValueTask<Order> RunAsync(Order order, CancellationToken cancellationToken = default);
            [Step] Order Work(Order order) => {|WFG1001:Stamp|}(order);
        }
        """,
        """
        public abstract class Base
        {
            protected Order Stamp(Order order) => order with { Id = Now().Ticks.ToString() };
            protected virtual DateTime Now() => DateTime.UtcNow;
        }
        """);

    [Fact]
    public Task Parts_of_the_class_in_other_files_are_followed() => AnalyzerRun.VerifyAsync(Case.Analyzer,
        """
        public sealed record Order(string Id);
        [Workflow]
        public sealed partial class W
        {
            public partial ValueTask<Order> RunAsync(Order order, CancellationToken cancellationToken = default);
            [Step] Order Work(Order order) => {|WFG1001:Stamp|}(order);
            [Step, After(nameof(Work))] private partial void Late(Order order);
        }
        """,
        """
        public sealed partial class W
        {
            Order Stamp(Order order) => order with { Id = DateTime.UtcNow.Ticks.ToString() };
            [Step] void Other(Order order) => _ = {|WFG1002:Guid.NewGuid|}();
            private partial void Late(Order order) => _ = {|WFG1002:Guid.NewGuid|}();
        }
        """);

    [Fact]
    public Task Compensations_are_steps_and_pure_steps_decisions() => AnalyzerRun.VerifyAsync(Case.Analyzer, """
        public sealed record Order(string Id);
        [Workflow]
        public sealed partial class W(HttpClient http)
        {
            public partial ValueTask<Order> RunAsync(Order order, CancellationToken cancellationToken = default);
            [Step, CompensateWith(nameof(Undo))] Task<Order> Work(Order order) => Task.FromResult(order);
            async Task Undo(Order order) { _ = {|WFG1001:DateTime.UtcNow|}; _ = await http.GetAsync("http://a"); }
            [Step, Pure] Order Calculate(Order order) { _ = {|WFG1005:File.Exists|}("a"); return order; }
        }
        """);

    [Fact]
    public async Task Code_that_a_generator_wrote_is_let_be()
    {
        var compilation = TestCompilation.Create(Case.Step("Written.Help();"))
            .AddSyntaxTrees(Microsoft.CodeAnalysis.CSharp.CSharpSyntaxTree.ParseText("static class Written { public static void Help() => _ = System.DateTime.UtcNow; }", TestCompilation.ParseOptions, "/gen/Written.g.cs"));
        Assert.Empty(await AnalyzerRun.DiagnosticsAsync(Case.Analyzer, compilation));
    }

    [Fact]
    public async Task A_project_without_the_library_is_let_be()
    {
        var compilation = TestCompilation.Create("class C { void M() { } }")
            .WithReferences(TestCompilation.References.Where(r => !r.Display!.EndsWith("WorkflowGen.dll", StringComparison.Ordinal)));
        Assert.Empty(await AnalyzerRun.DiagnosticsAsync(new DeterminismAnalyzer(), compilation));
    }
}
