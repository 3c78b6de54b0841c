using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Rules;

/// <summary>Ties each rule to its id, page, release row, tests and fix. What a rule lacks is named.</summary>
public sealed partial class RuleTieTests
{
    public static TheoryData<string> Ids => [.. AllRules.Names.Keys.Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Ids))]
    public void HasADescriptorThatIsNamedAndLinked(string id)
    {
        var descriptor = Assert.Single(AllRules.Descriptors, d => d.Id == id);
        Assert.NotEmpty(descriptor.Title.ToString());
        Assert.NotEmpty(descriptor.MessageFormat.ToString());
        Assert.EndsWith($"docs/rules/{id}.md", descriptor.HelpLinkUri, StringComparison.Ordinal);
        Assert.Equal($"WorkflowGen.{Area(id)}", descriptor.Category);
        Assert.True(descriptor.IsEnabledByDefault);
    }

    [Theory, MemberData(nameof(Ids))]
    public void HasAPage(string id)
    {
        var descriptor = AllRules.Descriptors.Single(d => d.Id == id);
        var page = File.ReadAllText(AllRules.Page(id));
        Assert.StartsWith($"# {id}: {descriptor.Title}\n", page, StringComparison.Ordinal);
        foreach (var heading in new[] { "## Cause\n", "## Bad\n", "## Good\n", "## How to fix\n", "## How to suppress\n" })
            Assert.Contains(heading, page, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Ids))]
    public void HasAReleaseRow(string id)
    {
        var descriptor = AllRules.Descriptors.Single(d => d.Id == id);
        var rows = new[] { "AnalyzerReleases.Shipped.md", "AnalyzerReleases.Unshipped.md" }
            .SelectMany(file => File.ReadLines(Path.Combine(AllRules.Root, "analyzers", "WorkflowGen.Analyzers", file)));
        Assert.Single(rows, $"{id} | {descriptor.Category} | {descriptor.DefaultSeverity} | {AllRules.Names[id]}");
    }

    [Theory, MemberData(nameof(Ids))]
    public void HasTestsThatItFiresAndThatItStaysSilent(string id)
    {
        var facts = AllRules.TestsOf(id).SelectMany(t => t.GetMethods()).Where(m => m.GetCustomAttribute<FactAttribute>() is not null).Select(m => m.Name).ToList();
        Assert.Contains(facts, f => f.StartsWith("Fires", StringComparison.Ordinal));
        Assert.Contains(facts, f => f.StartsWith("StaysSilent", StringComparison.Ordinal));
    }

    [Fact]
    public void EveryFixIsForRulesThatExistAndHasTests()
    {
        foreach (var fix in AllRules.Fixes)
        {
            Assert.NotEmpty(fix.FixableDiagnosticIds);
            foreach (var id in fix.FixableDiagnosticIds)
            {
                Assert.Contains(id, AllRules.Names.Keys);
                var facts = AllRules.TestsOf(id).SelectMany(t => t.GetMethods()).Select(m => m.Name).ToList();
                Assert.True(facts.Any(f => f.StartsWith("Fix", StringComparison.Ordinal)), $"No test applies {fix.GetType().Name} to {id}.");
            }
        }
    }

    [Fact]
    public void EveryTestClassIsAboutARuleThatExists()
    {
        var tested = typeof(RuleTieTests).Assembly.GetTypes().SelectMany(t => t.GetCustomAttributes<RuleAttribute>()).Select(r => r.Id);
        Assert.Empty(tested.Except(AllRules.Names.Keys));
    }

    [Theory, MemberData(nameof(Ids))]
    public async Task ItsPageShowsCodeThatBreaksItAndCodeThatDoesNot(string id)
    {
        var samples = Sample().Matches(await File.ReadAllTextAsync(AllRules.Page(id))).ToDictionary(m => m.Groups["which"].Value);
        Assert.Contains(id, await ReportedAsync(samples["Bad"]));
        Assert.DoesNotContain(id, await ReportedAsync(samples["Good"]));
        Assert.Empty(TestCompilation.Errors(TestCompilation.Create(samples["Good"].Groups["code"].Value)));
    }

    [Fact]
    public void TheIndexListsEveryRule()
    {
        var rows = AllRules.Descriptors.Select(d => $"| [{d.Id}]({d.Id}.md) | {d.Title} | {d.DefaultSeverity} | {(AllRules.Fixes.Any(f => f.FixableDiagnosticIds.Contains(d.Id)) ? "yes" : "")} |");
        var expected = "| Rule | Title | Severity | Fix |\n|---|---|---|---|\n" + string.Join("\n", rows) + "\n";
        var index = File.ReadAllText(Path.Combine(AllRules.Root, "docs", "rules", "README.md"));
        Assert.True(index.Contains(expected, StringComparison.Ordinal), $"docs/rules/README.md should contain this table:\n\n{expected}");
    }

    private static async Task<IReadOnlyList<string>> ReportedAsync(Match sample)
    {
        var compilation = TestCompilation.Create(sample.Groups["code"].Value);
        AdditionalText[] files = sample.Groups["record"] is { Success: true, Value: var record } ? [new InMemoryAdditionalText("/test/workflows.shipped.json", record)] : [];
        var reported = new List<string>();
        foreach (var analyzer in AllRules.Analyzers)
            reported.AddRange((await AnalyzerRun.DiagnosticsAsync(analyzer, compilation, files)).Select(d => d.Id));
        Assert.DoesNotContain("AD0001", reported);
        return reported;
    }

    private static string Area(string id) => id[3] switch
    {
        '0' => "Structure",
        '1' => "Determinism",
        '2' => "Handoffs",
        '3' => "ControlFlow",
        '4' => "Contracts",
        '5' => "Policies",
        '6' => "Schedules",
        _ => "Unknown",
    };

    [GeneratedRegex("## (?<which>Bad|Good)\n.*?```csharp\n(?<code>.*?)```(\n\n```json\n(?<record>.*?)```)?", RegexOptions.Singleline)]
    private static partial Regex Sample();
}
