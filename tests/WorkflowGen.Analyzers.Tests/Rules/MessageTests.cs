using Microsoft.CodeAnalysis;
using WorkflowGen.Analyzers.ControlFlow;
using WorkflowGen.Analyzers.Handoffs;
using WorkflowGen.Analyzers.Structure;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Rules;

/// <summary>What the messages say: the offender, the way to it, and the workflow.</summary>
public sealed class MessageTests
{
    [Fact]
    public async Task ACycleIsPrintedInTheDirectionOfTheData() => Assert.Equal(
        "Step 'Bill' → 'Ship' → 'Bill' forms a cycle in 'order'",
        await MessageAsync(new ControlFlowAnalyzer(), """
            public record Receipt; public record Shipment;
            [Workflow("order")] public partial class W
            {
                public partial ValueTask RunAsync();
                [Step] Receipt Bill(Shipment shipment) => new();
                [Step] Shipment Ship(Receipt receipt) => new();
            }
            """));

    [Fact]
    public async Task AHandoffThatCannotBeSerialisedIsNamedWithTheWayToIt() => Assert.Equal(
        "Input 'order' of 'order' cannot be serialised: 'Order.Lines[].Callback' is a delegate",
        await MessageAsync(new SerialisationAnalyzer(), """
            public record Order(List<Line> Lines); public record Line(Action Callback);
            [Workflow("order")] public partial class W
            {
                public partial ValueTask RunAsync(Order order);
                [Step] void Bill(Order order) { }
            }
            """));

    [Theory]
    [InlineData("Payment?", "[Step] Payment? Charge() => null;", "; the nearest is 'Charge', which hands over 'Payment?'")]
    [InlineData("IReadOnlyList<Payment>", "[Step] IReadOnlyList<Payment> Charge() => [];", "; the nearest is 'Charge', which hands over 'IReadOnlyList<Payment>'")]
    [InlineData("base", "[Step] Money Charge() => new();", "; the nearest is 'Charge', which hands over 'Money'")]
    [InlineData("none", "", "")]
    public async Task AMissingProducerIsNamedWithTheNearestMiss(string which, string step, string nearest)
    {
        Assert.NotEmpty(which);
        Assert.Equal(
            "Parameter 'payment' of step 'Ship' has no producer: no input and no other step of 'order' hands over 'Payment'" + nearest,
            await MessageAsync(new HandoffAnalyzer(), $$"""
                public record Money; public record Payment : Money;
                [Workflow("order")] public partial class W
                {
                    public partial ValueTask RunAsync();
                    {{step}}
                    [Step] void Ship(Payment payment) { }
                }
                """));
    }

    [Theory]
    [InlineData("[Step, Idempotency(Idempotency.Transactional)] IAsyncEnumerable<int> A(StepContext step) => null!; [Step] void B([Each] int a) { }", "Idempotency.Transactional on a stream")]
    public async Task WhatIsNotThereYetIsRefusedByName(string members, string feature) => Assert.Equal(
        $"{feature} is part of the language but not supported by this version of WorkflowGen (in 'order')",
        await MessageAsync(new StructureAnalyzer(), $$"""
            [Workflow("order")] public partial class W { public partial ValueTask RunAsync(); {{members}} }
            """));

    private static async Task<string> MessageAsync(Microsoft.CodeAnalysis.Diagnostics.DiagnosticAnalyzer analyzer, string source) =>
        Assert.Single(await AnalyzerRun.DiagnosticsAsync(analyzer, source), d => d.Severity == DiagnosticSeverity.Error).GetMessage(System.Globalization.CultureInfo.InvariantCulture);
}
