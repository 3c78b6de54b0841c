using WorkflowGen.CodeFixes.Determinism;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Determinism;

[Rule("WFG1001")]
[Rule("WFG1002")]
public sealed class StepContextFixTests
{
    [Theory]
    [InlineData("DateTime.UtcNow", "step.UtcNow.UtcDateTime")]
    [InlineData("DateTime.Now", "step.UtcNow.UtcDateTime")]
    [InlineData("System.DateTime.Now", "step.UtcNow.UtcDateTime")]
    [InlineData("DateTime.Today", "step.UtcNow.UtcDateTime.Date")]
    [InlineData("DateTimeOffset.UtcNow", "step.UtcNow")]
    [InlineData("DateTimeOffset.Now", "step.UtcNow")]
    [InlineData("DateTime.UtcNow.AddDays(1)", "step.UtcNow.UtcDateTime.AddDays(1)")]
    [InlineData("Guid.NewGuid()", "step.NewGuid()")]
    [InlineData("Guid.NewGuid().ToString(\"N\")", "step.NewGuid().ToString(\"N\")")]
    [InlineData("Guid.CreateVersion7()", "step.NewGuid()")]
    [InlineData("new Random()", "step.Random")]
    [InlineData("new Random().Next(3)", "step.Random.Next(3)")]
    [InlineData("Random.Shared", "step.Random")]
    [InlineData("Random.Shared.Next()", "step.Random.Next()")]
    public Task Fix_uses_the_context_that_the_step_has(string before, string after) =>
        VerifyAsync("Order Work(Order order, StepContext step)", "Order Work(Order order, StepContext step)", before, after);

    [Theory]
    [InlineData("Order Work(Order order)", "Order Work(Order order, StepContext step)")]
    [InlineData("Order Work(Order order, CancellationToken ct)", "Order Work(Order order, StepContext step, CancellationToken ct)")]
    [InlineData("Order Work(CancellationToken ct)", "Order Work(StepContext step, CancellationToken ct)")]
    [InlineData("Order Work()", "Order Work(StepContext step)")]
    [InlineData("Order Work(Order step)", "Order Work(Order step, StepContext stepContext)")]
    [InlineData("Order Work(Order order, CancellationToken ct = default)", "Order Work(Order order, StepContext step, CancellationToken ct = default)")]
    public Task Fix_adds_the_parameter(string before, string after) =>
        VerifyAsync(before, after, "Guid.NewGuid()", after.Contains("stepContext", StringComparison.Ordinal) ? "stepContext.NewGuid()" : "step.NewGuid()");

    [Fact]
    public Task Fix_uses_the_context_by_its_name() =>
        VerifyAsync("Order Work(Order order, StepContext c)", "Order Work(Order order, StepContext c)", "Random.Shared", "c.Random");

    [Fact]
    public Task Fix_works_in_a_lambda_and_in_an_expression_body() => FixRun.VerifyAsync(
        Case.Analyzer, new StepContextFix(),
        Source("[Step] Order Work(Order order) => new(new[] { 1 }.Select(_ => Guid.NewGuid()).First().ToString());"),
        Source("[Step] Order Work(Order order, StepContext step) => new(new[] { 1 }.Select(_ => step.NewGuid()).First().ToString());"));

    [Theory]
    [InlineData("[Step] Order Work(Order order) { Func<Guid> f = static () => Guid.NewGuid(); _ = f(); return order; }")]
    [InlineData("[Step] Order Work(Order order) { Func<Guid> f = Guid.NewGuid; _ = f(); return order; }")]
    [InlineData("[Step] Order Work(Order order) { Help(); return order; } static void Help() => _ = Guid.NewGuid();")]
    [InlineData("[Step, When(nameof(G))] Order Work(Order order) => order; static bool G(Order order) => DateTime.UtcNow.Year > 1;")]
    [InlineData("readonly Guid _id = Guid.NewGuid(); [Step] Order Work(Order order) => order;")]
    public async Task Fix_offers_nothing_where_no_context_can_be(string members) =>
        Assert.Empty(await FixRun.TitlesAsync(Case.Analyzer, new StepContextFix(), Source(members)));

    [Fact]
    public Task Fix_all_adds_the_parameter_once_to_each_step() => FixRun.VerifyAllAsync(
        Case.Analyzer, new StepContextFix(),
        Source("""
            [Step] Order Work(Order order)
            {
                var first = Guid.NewGuid();
                var second = Guid.NewGuid();
                return new(first.ToString() + second + Guid.NewGuid());
            }
            [Step, After(nameof(Work))] void Log(Order order) => _ = Guid.NewGuid() == Guid.NewGuid();
            """),
        Source("""
            [Step] Order Work(Order order, StepContext step)
            {
                var first = step.NewGuid();
                var second = step.NewGuid();
                return new(first.ToString() + second + step.NewGuid());
            }
            [Step, After(nameof(Work))] void Log(Order order, StepContext step) => _ = step.NewGuid() == step.NewGuid();
            """));

    private static Task VerifyAsync(string before, string after, string use, string replacement) => FixRun.VerifyAsync(
        Case.Analyzer, new StepContextFix(),
        Source($$"""
            [Step]
                {{before}}
                {
                    var made = {{use}}; // kept
                    return new(made.ToString()!);
                }
            """),
        Source($$"""
            [Step]
                {{after}}
                {
                    var made = {{replacement}}; // kept
                    return new(made.ToString()!);
                }
            """));

    private static string Source(string members) => $$"""
        public sealed record Order(string Id);
        [Workflow]
        public sealed partial class W
        {
            public partial ValueTask<Order> RunAsync(Order order, CancellationToken cancellationToken = default);
            {{members}}
        }
        """;
}
