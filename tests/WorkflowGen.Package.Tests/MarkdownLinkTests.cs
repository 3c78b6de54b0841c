using System.Text.RegularExpressions;
using WorkflowGen.TestSupport;

namespace WorkflowGen.Package.Tests;

/// <summary>Links between the pages lead somewhere, and files that they name exist.</summary>
public sealed partial class MarkdownLinkTests
{
    public static TheoryData<string> Pages =>
    [
        .. Directory.EnumerateFiles(Repository.Root, "*.md")
            .Concat(new[] { "docs", "samples", "benchmarks" }.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.md", SearchOption.AllDirectories)))
            .Select(page => Path.GetRelativePath(Repository.Root, page))
            .Where(page => !page.Contains("/bin/", StringComparison.Ordinal) && !page.Contains("/out/", StringComparison.Ordinal) && !page.Contains("/obj/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    [Theory, MemberData(nameof(Pages))]
    public void Relative_links_lead_to_files(string page)
    {
        var path = Path.Combine(Repository.Root, page);
        var targets = Link().Matches(File.ReadAllText(path)).Select(m => m.Groups["target"].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith('#'))
            .Select(target => target.Split('#')[0]);
        Assert.All(targets, target =>
        {
            var file = Path.Combine(Path.GetDirectoryName(path)!, target);
            Assert.True(File.Exists(file) || Directory.Exists(file), $"{page} links to {target}, which is not there");
        });
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/architecture.md")]
    [InlineData("docs/common-tasks.md")]
    public void Paths_in_the_repository_exist(string page)
    {
        var named = Code().Matches(File.ReadAllText(Path.Combine(Repository.Root, page))).Select(m => m.Groups["path"].Value)
            .Where(path => TopFolders.Any(folder => path.StartsWith(folder + "/", StringComparison.Ordinal)) && !path.Contains('<') && !path.Contains('*') && !path.Contains("nnnn", StringComparison.Ordinal));
        Assert.NotEmpty(named);
        Assert.All(named, path => Assert.True(Path.Exists(Path.Combine(Repository.Root, path)), $"{page} names {path}, which is not there"));
    }

    private static readonly string[] TopFolders = ["src", "generators", "analyzers", "tests", "samples", "benchmarks", "docs", "eng"];

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"`(?<path>[\w./<>*-]+)`")]
    private static partial Regex Code();
}
