using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Rules;

/// <summary>docs/language.md and the recipes of docs/common-tasks.md: their code compiles, without a warning of the analyzers, and the first leaves no attribute out.</summary>
public sealed partial class LanguagePageTests
{
    private static readonly string[] s_language = BlocksOf("language.md");

    // The first block of the language has the types that the others work with.
    private static readonly string[] s_workflows = [.. s_language.Skip(1), .. BlocksOf("common-tasks.md")];

    public static TheoryData<string> Workflows => [.. s_workflows.Select(code => WorkflowName().Match(code).Groups["name"].Value)];

    [Theory, MemberData(nameof(Workflows))]
    public async Task Its_code_compiles_without_warnings(string workflow)
    {
        var code = s_workflows.Single(block => WorkflowName().Match(block).Groups["name"].Value == workflow);
        var compilation = TestCompilation.Create(s_language[0], code);
        Assert.Empty(TestCompilation.Errors(compilation));

        var reported = await compilation.WithAnalyzers([.. AllRules.Analyzers]).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        Assert.Empty(reported.Where(d => d.Severity >= DiagnosticSeverity.Warning).Select(d => d.ToString()));
    }

    [Fact]
    public void Every_attribute_is_in_its_code()
    {
        var code = string.Concat(s_language);
        var attributes = typeof(StepAttribute).Assembly.GetExportedTypes()
            .Where(t => t.Namespace == "WorkflowGen" && t.IsSubclassOf(typeof(Attribute)))
            .Except([typeof(DeterminismSummaryAttribute)]) // written by the generator alone
            .Select(t => t.Name[..^"Attribute".Length])
            .Except(["Renamed", "Upcast"]) // they are about runs of earlier builds, which the page has none of
            .ToList();

        Assert.True(attributes.Count > 20);
        Assert.DoesNotContain(attributes, name => !Regex.IsMatch(code, $@"(\[|, ){name}(\(|\]|,)"));
    }

    private static string[] BlocksOf(string page) =>
        [.. Block().Matches(File.ReadAllText(Path.Combine(AllRules.Root, "docs", page))).Select(m => m.Groups["code"].Value)];

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("""\[Workflow\("(?<name>[^"]+)""")]
    private static partial Regex WorkflowName();
}
