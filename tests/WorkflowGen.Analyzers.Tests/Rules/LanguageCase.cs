using Microsoft.CodeAnalysis;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests;

/// <summary>A few members of a workflow, and whether a rule has anything to say about them.</summary>
internal static class LanguageCase
{
    public static string Workflow(string members) => $$"""
        public record Order(string Id, int Amount);

        public abstract record Decision
        {
            private Decision() { }

            public sealed record Approved(int Amount) : Decision;

            public sealed record Rejected(string Why) : Decision;
        }

        public abstract class Open;

        public class Case : Open;

        [Workflow("billing")]
        public sealed partial class Billing
        {
            public partial ValueTask<int> RunAsync(Order order);

            [Step] int Charge(Order order) => order.Amount;
        }

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            {{members}}
        }
        """;

    public static async Task FiresAsync(string rule, string source) => Assert.Contains(rule, await ReportedAsync(source));

    public static async Task IsSilentAsync(string rule, string source)
    {
        var reported = await ReportedAsync(source);
        Assert.DoesNotContain(rule, reported);
        Assert.True(TestCompilation.Errors(TestCompilation.Create(source)) is { Count: 0 } errors, source);
    }

    /// <summary>Whether these are all the warnings and errors that there are: one mistake, one message.</summary>
    public static async Task SaysAsync(string source, params string[] rules)
    {
        var reported = await DiagnosticsAsync(source);
        var said = reported.Where(d => d.Severity > DiagnosticSeverity.Info).ToList();
        Assert.True(said.Select(d => d.Id).Order(StringComparer.Ordinal).SequenceEqual(rules.Order(StringComparer.Ordinal)), $"{source}\n\n{string.Join("\n", said)}");
    }

    private static async Task<IReadOnlyList<string>> ReportedAsync(string source)
    {
        var reported = (await DiagnosticsAsync(source)).ConvertAll(d => d.Id);
        Assert.DoesNotContain("AD0001", reported);
        return reported;
    }

    private static async Task<List<Diagnostic>> DiagnosticsAsync(string source)
    {
        var compilation = TestCompilation.Create(source);
        var reported = new List<Diagnostic>();
        foreach (var analyzer in Rules.AllRules.Analyzers)
            reported.AddRange(await AnalyzerRun.DiagnosticsAsync(analyzer, compilation));
        return reported;
    }
}
