using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace WorkflowGen.Patterns.Tests;

/// <summary>docs/patterns.md is made from the workflows of these tests, so that what it shows is what compiles and passes. WORKFLOWGEN_ACCEPT_SNAPSHOTS=1 writes it anew.</summary>
public sealed partial class PatternsPageTests
{
    private static readonly string s_root = FindRoot();

    [Fact]
    public void The_page_shows_what_is_tested()
    {
        var file = Path.Combine(s_root, "docs", "patterns.md");
        var expected = Page();
        if (Environment.GetEnvironmentVariable("WORKFLOWGEN_ACCEPT_SNAPSHOTS") == "1")
            File.WriteAllText(file, expected);
        Assert.Equal(expected, File.ReadAllText(file));
    }

    [Fact]
    public void Every_pattern_is_there_and_has_a_test_of_its_name()
    {
        var patterns = Patterns().ToList();
        Assert.Equal(Enumerable.Range(1, 43), patterns.Select(p => p.Number));

        var tests = typeof(PatternsPageTests).Assembly.GetTypes()
            .SelectMany(t => t.GetMethods())
            .Where(m => m.GetCustomAttributes(typeof(FactAttribute), inherit: false).Length > 0)
            .Select(m => m.Name)
            .ToList();
        foreach (var (number, name, _, _) in patterns)
        {
            var prefix = $"P{number:00}_{NoLetter().Replace(name, "_")}";
            Assert.True(tests.Any(t => t.StartsWith(prefix, StringComparison.Ordinal)), $"No test is called {prefix}…");
        }
    }

    private static string Page()
    {
        var patterns = Patterns().ToList();
        var page = new StringBuilder();
        page.Append("""
            # The 43 control-flow patterns

            Each of the control-flow patterns of the [Workflow Patterns Initiative](http://www.workflowpatterns.com/patterns/control/) as a workflow. The code is that of `tests/WorkflowGen.Patterns.Tests`, where each of them is run with a crash at every call of the
            store. `Desk` stands for whatever a step works with; the records that are handed over are in [Handoffs.cs](../tests/WorkflowGen.Patterns.Tests/Handoffs.cs). This page is made from the tests, and a test compares the two.


            """);
        foreach (var (number, name, _, _) in patterns)
            page.Append(CultureInfo.InvariantCulture, $"{number}. [{name}](#{number}-{NoAnchor().Replace(name.ToLowerInvariant(), "").Replace(' ', '-')})\n");
        foreach (var (number, name, summary, code) in patterns)
            page.Append(CultureInfo.InvariantCulture, $"\n## {number} {name}\n\n{summary}\n\n```csharp\n{code}\n```\n");
        return page.ToString();
    }

    private static IEnumerable<(int Number, string Name, string Summary, string Code)> Patterns() =>
        Directory.GetFiles(Path.Combine(s_root, "tests", "WorkflowGen.Patterns.Tests", "Patterns"), "P*.cs")
            .Order(StringComparer.Ordinal)
            .Select(file => Pattern().Match(File.ReadAllText(file).ReplaceLineEndings("\n")))
            .Select(m => (int.Parse(m.Groups["number"].Value, CultureInfo.InvariantCulture), m.Groups["name"].Value, m.Groups["summary"].Value, m.Groups["code"].Value.Trim()));

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "WorkflowGen.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not lie in the repository.");
        return folder;
    }

    [GeneratedRegex(@"// Pattern (?<number>\d+): (?<name>.+)\n// (?<summary>.+)\n\n(?<code>[\s\S]+)$")]
    private static partial Regex Pattern();

    [GeneratedRegex("[^A-Za-z]+")]
    private static partial Regex NoLetter();

    [GeneratedRegex("[^a-z -]")]
    private static partial Regex NoAnchor();
}
