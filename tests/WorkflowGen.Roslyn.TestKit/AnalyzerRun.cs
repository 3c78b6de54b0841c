using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Xunit;

namespace WorkflowGen.Roslyn.TestKit;

/// <summary>Runs an analyzer and compares what it reports with the marks in the source.</summary>
public static class AnalyzerRun
{
    /// <summary>What the analyzer reports, in source order. An exception in it is a diagnostic (AD0001) too.</summary>
    public static Task<ImmutableArray<Diagnostic>> DiagnosticsAsync(DiagnosticAnalyzer analyzer, params string[] sources) =>
        DiagnosticsAsync(analyzer, TestCompilation.Create(sources));

    public static async Task<ImmutableArray<Diagnostic>> DiagnosticsAsync(
        DiagnosticAnalyzer analyzer, Compilation compilation, params IEnumerable<AdditionalText> additionalFiles)
    {
        var reported = await compilation
            .WithAnalyzers([analyzer], new AnalyzerOptions([.. additionalFiles]))
            .GetAnalyzerDiagnosticsAsync();
        return [.. reported.OrderBy(d => d.Location.SourceTree?.FilePath, StringComparer.Ordinal)
            .ThenBy(d => d.Location.SourceSpan)
            .ThenBy(d => d.Id, StringComparer.Ordinal)];
    }

    /// <summary>
    /// The sources compile (but for what the generator adds), and the analyzer reports exactly the marked places, in all of them.
    /// </summary>
    public static async Task<ImmutableArray<Diagnostic>> VerifyAsync(DiagnosticAnalyzer analyzer, params string[] markups)
    {
        var sources = markups.Select(MarkedSource.Parse).ToArray();
        var compilation = TestCompilation.Create(sources.Select(s => s.Text));
        var errors = TestCompilation.Errors(compilation);
        Assert.True(errors.Count == 0, $"The test's own source does not compile:\n{string.Join("\n", errors)}");

        var actual = await DiagnosticsAsync(analyzer, compilation);
        var expected = sources.SelectMany((source, index) => source.Spans.Select(s => Describe(index, s.Id, s.Span, source.Text)));
        var reported = actual.Select(d =>
        {
            var index = d.Location.SourceTree is { } tree ? compilation.SyntaxTrees.IndexOf(tree) : -1;
            return index >= 0 && index < sources.Length ? Describe(index, d.Id, d.Location.SourceSpan, sources[index].Text) : d.ToString();
        });
        var missing = expected.Except(reported).ToArray();
        var surplus = reported.Except(expected).ToArray();
        Assert.True(
            missing.Length == 0 && surplus.Length == 0 && expected.Count() == actual.Length,
            $"Missing:\n  {string.Join("\n  ", missing)}\nUnexpected:\n  {string.Join("\n  ", surplus)}\nAll reported:\n  {string.Join("\n  ", actual)}");
        return actual;
    }

    private static string Describe(int file, string id, Microsoft.CodeAnalysis.Text.TextSpan span, string text) =>
        $"{id} in file {file} at {span}: {text.AsSpan(span.Start, span.Length)}";
}
