using WorkflowGen.Roslyn.Graph;
using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Analyzers.Tests.Graph;

/// <summary>Bindings to more than one value of one step: cases, joins, elements, earlier rounds.</summary>
public sealed class FlowBindingTests
{
    [Fact]
    public void ACaseIsBoundToItsFamily()
    {
        var (model, graph) = Parsed.Workflow("""
            public abstract record Decision; public sealed record Approved : Decision; public sealed record Rejected : Decision;
            [Workflow] public partial class W
            {
                public partial ValueTask RunAsync(int n);
                [Step] Decision Decide(int n) => new Approved();
                [Step] void Pay(Approved approved) { }
                [Step] void Refuse(Rejected rejected) { }
            }
            """);

        Assert.Empty(graph.Findings);
        Assert.Equal(new Binding(BindingKind.Step, 0, "global::Approved"), graph.Nodes[1].Bindings[0]);
        var family = model.Steps[2].Parameters[0].Candidates[0].Family!;
        Assert.Equal(["Approved", "Rejected"], family.Cases.Select(c => c.DisplayName));
        Assert.Equal([1], family.Covered);
    }

    [Fact]
    public void AGenericFamilyIsClosedOverItsArguments()
    {
        var (model, graph) = Parsed.Workflow("""
            public abstract record Outcome<T> { private Outcome() { } public sealed record Ok(T Value) : Outcome<T>; public sealed record Bad(string Why) : Outcome<T>; }
            public abstract record Either<T>; public sealed record Left<T>(T Value) : Either<T>; public sealed record Odd : Either<string>;
            [Workflow] public partial class W
            {
                public partial ValueTask RunAsync(int n);
                [Step] Either<int> Decide(int n) => new Left<int>(n);
                [Step] void Pay(Left<int> left) { }
            }
            """);

        Assert.Empty(graph.Findings);
        Assert.Equal(["Left<int>"], model.Steps[1].Parameters[0].Candidates[0].Family!.Cases.Select(c => c.DisplayName));
    }

    [Fact]
    public void AFamilyThatOthersMayExtendIsOpen()
    {
        var (_, graph) = Parsed.Workflow("""
            public abstract class Decision; public sealed class Approved : Decision;
            [Workflow] public partial class W
            {
                public partial ValueTask RunAsync(int n);
                [Step] Decision Decide(int n) => new Approved();
                [Step] void Pay(Approved approved) { }
            }
            """);

        Assert.Equal("WFG2019", Assert.Single(graph.Findings).RuleId);
        Assert.False(graph.IsValid);
    }

    [Fact]
    public void AlternativesAndJoinsNameTheirMembers()
    {
        var (_, graph) = Parsed.Workflow("""
            public record Quote(int Price);
            [Workflow] public partial class W
            {
                public partial ValueTask<int> RunAsync(int n);
                static bool IsLarge(int n) => n > 10;
                [Step, When(nameof(IsLarge))] Quote A(int n) => new(n);
                [Step, Unless(nameof(IsLarge))] Quote B(int n) => new(n);
                [Step] string One([From(nameof(A), nameof(B))] Quote quote) => "";
                [Step] long First([FirstOf(nameof(A), nameof(B), Rest = Rest.Block)] Quote? quote) => 1;
                [Step, Output] int Some([AnyOf(1, nameof(A), nameof(B))] IReadOnlyList<Quote> quotes, string one, long first) => 1;
            }
            """);

        Assert.DoesNotContain(graph.Findings, f => f.Blocks);
        Assert.True(graph.Nodes[1].Guards[0].Negated);
        var one = Assert.Single(graph.Nodes[2].Joins);
        Assert.Equal((1, false, true, RestModel.Ignore), (one.Need, one.IsList, one.Required, one.Rest));
        Assert.Equal([new(BindingKind.Step, 0), new(BindingKind.Step, 1)], one.Members);
        Assert.Equal(new Binding(BindingKind.Join, 0), graph.Nodes[2].Bindings[0]);
        Assert.Empty(graph.Nodes[2].Dependencies);
        Assert.Equal([0, 1], graph.Nodes[2].Predecessors);
        Assert.Equal((false, RestModel.Block), (graph.Nodes[3].Joins[0].Required, graph.Nodes[3].Joins[0].Rest));
        Assert.True(graph.Nodes[4].Joins[0].IsList);
        Assert.Equal([2, 3], graph.Nodes[4].Dependencies);
    }

    [Fact]
    public void WhoTakesAResultTakesThatOfItsCatch()
    {
        var (_, graph) = Parsed.Workflow("""
            public record Payment; public record Order;
            [Workflow] public partial class W
            {
                public partial ValueTask<int?> RunAsync(Order order);
                [Step] Payment Charge(Order order) => new();
                [Step, Catch(nameof(Charge))] Payment Invoice(Order order, StepFailure failure) => new();
                [Step, Catch(nameof(Invoice))] void Alarm() { }
                [Step] int Ship(Payment payment) => 1;
            }
            """);

        Assert.DoesNotContain(graph.Findings, f => f.Blocks);
        Assert.Equal([0], graph.Nodes[1].Catches);
        Assert.Equal([0], graph.Nodes[1].Dependencies);
        Assert.Empty(graph.Nodes[1].Required);
        Assert.Equal(BindingKind.Failure, graph.Nodes[1].Bindings[1].Kind);
        Assert.Equal([new(BindingKind.Step, 0), new(BindingKind.Step, 1)], graph.Nodes[3].Joins[0].Members);
    }

    [Fact]
    public void ElementsComeFromListsStreamsAndArrivals()
    {
        var (model, graph) = Parsed.Workflow("""
            public record Line(int N); public record Price(int N);
            [Workflow] public partial class W
            {
                public partial ValueTask<int> RunAsync(List<Line> lines);
                static bool Satisfied(IReadOnlyList<Price> prices) => prices.Count > 3;
                [Signal] private partial string Stop();
                [Step] Price Quote([Each(MaxParallel = 8, Until = nameof(Satisfied), CompleteOn = nameof(Stop), Rest = Rest.Ignore)] Line line) => new(line.N);
                [Step] async IAsyncEnumerable<string> Names(List<Line> lines) { await Task.Yield(); yield return ""; }
                [Step] void Store([Each] string name) { }
                [Step] short A(IReadOnlyList<Price> prices) => 1;
                [Step] short B(IReadOnlyList<Price> prices) => 2;
                [Step] int Sum([Each, From(nameof(A), nameof(B))] short s) => s;
                [Step, Output] int Total(IReadOnlyList<int> sum) => 1;
            }
            """);

        Assert.DoesNotContain(graph.Findings, f => f.Blocks);
        var quote = graph.Nodes[1].Each!;
        Assert.Equal((8, 0, RestModel.Ignore), (quote.MaxParallel, quote.CompleteOn, quote.Rest));
        Assert.Equal(BindingKind.Results, quote.Until!.Bindings[0].Kind);
        Assert.Equal("IReadOnlyList<Price>", model.Steps[1].Handoff!.DisplayName);
        Assert.True(graph.Nodes[0].IsBackground);
        Assert.Equal(NodeKindModel.Stream, model.Steps[2].Kind);
        Assert.True(graph.Nodes[2].IsBackground);
        Assert.Equal(EachSourceKindModel.Stream, graph.Nodes[3].Each!.Sources[0].Kind);
        Assert.Empty(graph.Nodes[3].Dependencies);
        Assert.Equal([2], graph.Nodes[3].Predecessors);
        Assert.Equal(256, graph.Nodes[3].Each!.MaxParallel);
        Assert.Equal(EachSourceKindModel.Arrivals, graph.Nodes[6].Each!.Sources[0].Kind);
        Assert.Equal([4, 5], graph.Nodes[6].Predecessors);
        Assert.Equal([6], graph.Nodes[7].Required);
    }

    [Fact]
    public void ALoopHasARegionAndValuesOfTheRoundBefore()
    {
        var (_, graph) = Parsed.Workflow("""
            public record Page(int N, bool More); public record Parsed(int N); public record Stored(int N);
            [Workflow] public partial class W
            {
                public partial ValueTask<int> RunAsync(string url);
                static bool HasMore(Page fetch) => fetch.More;
                [Step] Page Fetch(string url, [Previous] Page? last) => new(1, false);
                [Step] Parsed Parse(Page page) => new(1);
                [Step, Loop(To = nameof(Fetch), While = nameof(HasMore))] Stored Store(Parsed parsed, [Previous] Stored? before) => new(1);
                [Step] int Count(Stored stored, Page page) => 1;
                [Step] void Beside(string url) { }
            }
            """);

        Assert.DoesNotContain(graph.Findings, f => f.Blocks);
        var loop = Assert.Single(graph.Loops);
        Assert.Equal(2, loop.End);
        Assert.Equal([0, 1, 2], loop.Region);
        Assert.Equal(new Binding(BindingKind.Step, 0), loop.While!.Bindings[0]);
        Assert.Equal([new PreviousUse(0, 0), new PreviousUse(2, 0)], graph.Previous);
        Assert.Equal(new Binding(BindingKind.Previous, 1), graph.Nodes[2].Bindings[1]);
        Assert.Equal([0, 1], graph.Nodes[2].Dependencies);
    }

    [Fact]
    public void SignalsDelaysAndChildrenAreNodes()
    {
        var (model, graph) = Parsed.Workflow("""
            namespace Shop;
            public record Order(string Id); public record Approval(bool Yes); public record Receipt(string Id);
            [Workflow("bill")] public partial class Billing { public partial ValueTask<Receipt> RunAsync(Order order, int copies, CancellationToken ct = default); [Step] Receipt Bill(Order order, int copies) => new(""); }

            [Workflow("order")] public partial class OrderWorkflow
            {
                public partial ValueTask<Receipt> RunAsync(Order order, int copies);
                [Signal(Timeout = "3d", Buffered = false)] private partial Approval? Approve(Order order);
                [HumanTask(Title = "Check")] internal partial Task<string> Review(Order @event);
                [Delay("1h"), After(nameof(Review))] private partial Task CoolOff();
                [Delay] static DateTimeOffset Until(Approval? approve) => DateTimeOffset.UnixEpoch;
                [Child, Output, After(nameof(Until), nameof(CoolOff))] private partial Task<Receipt> Bill(Billing workflow, Order order, int copies);
                [Child(Detached = true), After(nameof(Bill))] private partial Task Again(OrderWorkflow workflow, Order order, int copies);
                [Step, Delay("5m")] void Late(Receipt receipt) { }
            }
            """, "OrderWorkflow");

        Assert.DoesNotContain(graph.Findings, f => f.Blocks);
        Assert.Equal([NodeKindModel.Signal, NodeKindModel.Signal, NodeKindModel.Delay, NodeKindModel.Delay, NodeKindModel.Child, NodeKindModel.Child, NodeKindModel.Step], model.Steps.Select(s => s.Kind));
        Assert.Equal(new SignalModel(TimeSpan.FromDays(3).Ticks, Buffered: false, IsStream: false, Title: null), model.Steps[0].Signal);
        Assert.Equal("private partial global::Shop.Approval? Approve(global::Shop.Order @order)", model.Steps[0].PartialDeclaration);
        Assert.Equal("Check", model.Steps[1].Signal!.Title);
        Assert.Equal("internal partial global::System.Threading.Tasks.Task<string> Review(global::Shop.Order @event)", model.Steps[1].PartialDeclaration);
        Assert.Equal(TimeSpan.FromHours(1).Ticks, model.Steps[2].Delay);
        Assert.Equal((null, true, null), (model.Steps[3].Delay, model.Steps[3].DelayIsUntil, model.Steps[3].PartialDeclaration));
        var bill = model.Steps[4].Child!;
        Assert.Equal(("global::Shop.Billing", false, "new global::Shop.Billing()"), (bill.Workflow.FullName, bill.Detached, bill.Instance));
        Assert.Equal(["Order", "int"], bill.Inputs.Select(i => i.DisplayName));
        Assert.Equal(BindingKind.Workflow, graph.Nodes[4].Bindings[0].Kind);
        Assert.Equal("_workflow", model.Steps[5].Child!.Instance);
        Assert.Equal(TimeSpan.FromMinutes(5).Ticks, model.Steps[6].Delay);
    }

    [Fact]
    public void ACompensationTakesWhatItsStepTookAndMade()
    {
        var (model, graph) = Parsed.Workflow("""
            public record Order(string Id); public record Payment(decimal Amount);
            [Workflow] public partial class W
            {
                public partial ValueTask<Payment> RunAsync(Order order);
                [Step, CompensateWith(nameof(Refund))] Payment Charge(Order order) => new(1);
                [Retry(5), Timeout("1m")] Task Refund(Payment payment, Order order, StepContext step, StepFailure? why, CancellationToken ct) => Task.CompletedTask;
            }
            """);

        Assert.Empty(graph.Findings);
        Assert.Equal(
            [new(CompensationArgumentKind.Result), new(CompensationArgumentKind.Parameter, 0), new(CompensationArgumentKind.StepContext), new(CompensationArgumentKind.Failure), new(CompensationArgumentKind.CancellationToken)],
            graph.Nodes[0].Compensation!.Arguments);
        Assert.Equal(5, model.Compensations[0].Retry!.Attempts);
    }

    [Fact]
    public void ASignalCancelsStepsOrTheRun()
    {
        var (_, graph) = Parsed.Workflow("""
            [Workflow, CancelOn(nameof(Stop)), CancelOn(nameof(Skip), nameof(A))] public partial class W
            {
                public partial ValueTask<int> RunAsync(int n);
                [Signal] private partial string Stop();
                [Signal] private partial string Skip();
                [Step] long A(int n) => n;
                [Step] int B(long? a) => 1;
            }
            """);

        Assert.DoesNotContain(graph.Findings, f => f.Blocks);
        Assert.Equal([], graph.Nodes[0].Cancels!.Value);
        Assert.Equal([2], graph.Nodes[1].Cancels!.Value);
        Assert.Null(graph.Nodes[2].Cancels);
        Assert.All(graph.Nodes.Take(2), n => Assert.True(n.IsBackground));
    }
}
