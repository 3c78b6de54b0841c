using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Rules;

/// <summary>docs/language.md: its code compiles, without a warning of the analyzers, and it leaves no attribute out.</summary>
public sealed partial class LanguagePageTests
{
    private static readonly string s_page = File.ReadAllText(Path.Combine(AllRules.Root, "docs", "language.md"));

    private static readonly string[] s_blocks = [.. Block().Matches(s_page).Select(m => m.Groups["code"].Value)];

    // The first block has the types that the others work with.
    public static TheoryData<string> Workflows => [.. s_blocks.Skip(1).Select(code => WorkflowName().Match(code).Groups["name"].Value)];

    [Theory, MemberData(nameof(Workflows))]
    public async Task Its_code_compiles_without_warnings(string workflow)
    {
        var code = s_blocks.Single(block => WorkflowName().Match(block).Groups["name"].Value == workflow);
        var compilation = TestCompilation.Create(s_blocks[0], code);
        Assert.Empty(TestCompilation.Errors(compilation));

        var reported = await compilation.WithAnalyzers([.. AllRules.Analyzers]).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        Assert.Empty(reported.Where(d => d.Severity >= DiagnosticSeverity.Warning).Select(d => d.ToString()));
    }

    [Fact]
    public void Every_attribute_is_in_its_code()
    {
        var code = string.Concat(s_blocks);
        var attributes = typeof(StepAttribute).Assembly.GetExportedTypes()
            .Where(t => t.Namespace == "WorkflowGen" && t.IsSubclassOf(typeof(Attribute)))
            .Select(t => t.Name[..^"Attribute".Length])
            .Except(["Renamed"]) // not executed by this version
            .ToList();

        Assert.True(attributes.Count > 20);
        Assert.DoesNotContain(attributes, name => !Regex.IsMatch(code, $@"(\[|, ){name}(\(|\]|,)"));
    }

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("""\[Workflow\("(?<name>[^"]+)""")]
    private static partial Regex WorkflowName();
}
