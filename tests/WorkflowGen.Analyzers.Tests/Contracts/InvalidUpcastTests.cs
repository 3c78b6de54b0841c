using WorkflowGen.Analyzers.Contracts;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Contracts;

[Rule("WFG4006")]
public sealed class InvalidUpcastTests
{
    [Theory]
    [InlineData("[{|WFG4006:Upcast(\"Nope\")|}] static Payment Read(JsonElement recorded) => new(\"\");")]
    [InlineData("[{|WFG4006:Upcast(\"Log\")|}] static Payment Read(JsonElement recorded) => new(\"\");")]
    [InlineData("[{|WFG4006:Upcast(\"Charge\")|}] Payment Read(JsonElement recorded) => new(\"\");")]
    [InlineData("[{|WFG4006:Upcast(\"Charge\")|}] static string Read(JsonElement recorded) => \"\";")]
    [InlineData("[{|WFG4006:Upcast(\"Charge\")|}] static Payment? Read(JsonElement recorded) => null;")]
    [InlineData("[{|WFG4006:Upcast(\"Charge\")|}] static Task<Payment> Read(JsonElement recorded) => null!;")]
    [InlineData("[{|WFG4006:Upcast(\"Charge\")|}] static Payment Read() => new(\"\");")]
    [InlineData("[{|WFG4006:Upcast(\"Charge\")|}] static Payment Read(JsonElement recorded, int more) => new(\"\");")]
    [InlineData("[{|WFG4006:Upcast(\"Charge\")|}] static Payment Read<T>(JsonElement recorded) => new(\"\");")]
    [InlineData("[{|WFG4006:Upcast(\"Charge\")|}] static Payment Read(Action recorded) => new(\"\");")]
    [InlineData("[Upcast(\"Charge\")] static Payment Read(JsonElement recorded) => new(\"\"); [{|WFG4006:Upcast(\"Charge\")|}] static Payment Again(JsonElement recorded) => new(\"\");")]
    public Task FiresForOneThatCannotBeAsked(string upcaster) => AnalyzerRun.VerifyAsync(new UpcastAnalyzer(), Workflow(upcaster));

    [Theory]
    [InlineData("[Upcast(nameof(Charge))] static Payment Read(JsonElement recorded) => new(\"\");")]
    [InlineData("record Old(int Id); [Upcast(nameof(Charge)), Upcast(nameof(Other))] static Payment Read(Old recorded) => new(\"\");")]
    [InlineData("[Upcast(\"order\")] static int Read(string recorded) => 1;")]
    [InlineData("[Upcast(nameof(Check))] static int Read(string recorded) => 1;")]
    public Task StaysSilentForOneThatCan(string upcaster) => AnalyzerRun.VerifyAsync(new UpcastAnalyzer(), Workflow(upcaster));

    private static string Workflow(string upcaster) => $$"""
        using System.Text.Json;

        public record Payment(string Id);

        [Workflow("order")]
        public partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(int order);

            [Step] Payment Charge(int order) => new("");
            [Step] Payment Other(int order) => new("");
            [Step] int[] Split(int order) => [];
            [Step] int Check([Each, From(nameof(Split))] int part) => 1;
            [Step] void Log([From(nameof(Check))] IReadOnlyList<int> checks) { }

            {{upcaster}}
        }
        """;
}
