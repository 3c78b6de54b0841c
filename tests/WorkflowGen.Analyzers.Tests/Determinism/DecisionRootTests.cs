using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Determinism;

/// <summary>Everything that the executor asks to decide how to go on is a decision, however it is named to it; what undoes a step is like a step.</summary>
[Rule("WFG1001")]
[Rule("WFG1005")]
public sealed class DecisionRootTests
{
    private const string Types = """
        public sealed record Order(string Id, int Count);
        public sealed record Receipt(string Text);
        public interface IStore { int Load(string id); }
        """;

    [Theory]
    [InlineData("[Step, Unless(nameof(Asked))] Receipt Work(Order order) => new(order.Id); bool Asked(Order order) => {|WFG1005:store|}.Load(order.Id) > 1;")]
    [InlineData("[Step, Loop(While = nameof(Asked), Max = 3)] Receipt Work(Order order) => new(order.Id); bool Asked(Order order) => {|WFG1005:store|}.Load(order.Id) > 1;")]
    [InlineData("[Step, Loop(While = \"Asked\", Max = 3)] Receipt Work(Order order) => new(order.Id); static bool Asked(Order order) => {|WFG1001:DateTime.UtcNow|}.Year > 2000;")]
    [InlineData("[Step] Receipt Work([Each(Until = nameof(Asked))] Order order) => new(order.Id); bool Asked(IReadOnlyList<Receipt> receipts) => {|WFG1005:store|}.Load(receipts[0].Text) > 1;")]
    [InlineData("[Delay] TimeSpan Wait(Order order) => TimeSpan.FromHours({|WFG1005:store|}.Load(order.Id));")]
    [InlineData("[Delay] DateTimeOffset Wait(Order order) => {|WFG1001:DateTimeOffset.Now|}.AddDays(1);")]
    [InlineData("[Step, Pure] Receipt Work(Order order) => new($\"{{|WFG1005:store|}.Load(order.Id)}\");")]
    [InlineData("[Step, CompensateWith(nameof(Undo))] Receipt Work(Order order) => new(order.Id); void Undo(Order order) => Console.WriteLine({|WFG1001:DateTime.Now|});")]
    [InlineData("[Step] async IAsyncEnumerable<Receipt> Work(Order order) { await Task.CompletedTask; yield return new({|WFG1001:DateTime.Now|}.Year > 2000 ? \"a\" : \"b\"); }")]
    public Task Fires(string members) => Case.FiresAsync(Workflow(members));

    [Theory]
    [InlineData("[Step, Loop(While = nameof(GoesOn), Max = 3)] Receipt Work(Order order) => new(store.Load(order.Id).ToString(CultureInfo.InvariantCulture)); static bool GoesOn(Order order, Receipt work) => work.Text.Length < order.Count;")]
    [InlineData("[Delay] TimeSpan Wait(Order order) => TimeSpan.FromHours(order.Count);")]
    [InlineData("[Step, Delay(\"1h\")] Receipt Work(Order order) => new(store.Load(order.Id).ToString(CultureInfo.InvariantCulture));")]
    [InlineData("[Step, CompensateWith(nameof(Undo))] Receipt Work(Order order) => new(order.Id); void Undo(Order order) => store.Load(order.Id);")]
    [InlineData("[Step] Receipt Work([Each(Until = nameof(Enough))] Order order) => new(order.Id); static bool Enough(IReadOnlyList<Receipt> receipts) => receipts.Count > 3;")]
    public Task StaysSilent(string members) => Case.FiresAsync(Workflow(members));

    private static string Workflow(string members) => $$"""
        using System.Globalization;
        {{Types}}
        [Workflow("case")]
        public sealed partial class W(IStore store)
        {
            public partial ValueTask RunAsync(Order order, CancellationToken cancellationToken = default);
            IStore Store => store;
            {{members}}
        }
        """;
}
