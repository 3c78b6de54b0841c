using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using WorkflowGen.Analyzers.Tests.Rules;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests;

/// <summary>All fixes on a source, and what all rules say of it before and after.</summary>
internal static class FixCase
{
    /// <summary>Of the fixes offered for a rule's first diagnostic, the one of that title turns some members of a workflow into others, and holds: see <see cref="AppliedAsync"/>.</summary>
    public static async Task BecomesAsync(string rule, string title, string before, string after) =>
        await SourceBecomesAsync(rule, title, [LanguageCase.Workflow(before)], [LanguageCase.Workflow(after)]);

    /// <summary>The same for whole files.</summary>
    public static async Task SourceBecomesAsync(string rule, string title, string[] before, string[] after)
    {
        using var workspace = new AdhocWorkspace();
        var project = Project(workspace, before);
        var offers = await OffersAsync(project, rule);
        var offer = offers.FirstOrDefault(o => o.Title == title);
        Assert.True(offer is not null, $"'{title}' is not offered. Offered: {string.Join("; ", offers.Select(o => o.Title))}. Reported:\n{string.Join("\n", await ReportedAsync(project))}");
        var changed = await AppliedAsync(project, rule, offer);
        var texts = await Task.WhenAll(changed.Documents.Where(d => d.Name.StartsWith("File", StringComparison.Ordinal)).OrderBy(d => d.Name, StringComparer.Ordinal).Select(d => d.GetTextAsync()));
        Assert.Equal(after.Select(a => a.ReplaceLineEndings("\n")), texts.Select(t => t.ToString().ReplaceLineEndings("\n")));
    }

    /// <summary>The titles of what is offered for the first diagnostic of a rule.</summary>
    public static async Task<IReadOnlyList<string>> TitlesAsync(string rule, string members)
    {
        using var workspace = new AdhocWorkspace();
        return [.. (await OffersAsync(Project(workspace, [LanguageCase.Workflow(members)]), rule)).Select(o => o.Title)];
    }

    /// <summary>Every fix that is offered for a rule's first diagnostic holds. Returns how many there are.</summary>
    public static async Task<int> AllHoldAsync(string rule, string source)
    {
        using var workspace = new AdhocWorkspace();
        var project = Project(workspace, [source]);
        var offers = await OffersAsync(project, rule);
        foreach (var offer in offers)
            await AppliedAsync(project, rule, offer);
        return offers.Count;
    }

    /// <summary>Asks all fixes about everything that is reported, which must not throw.</summary>
    public static async Task AskAsync(string source)
    {
        using var workspace = new AdhocWorkspace();
        await OffersAsync(Project(workspace, [source]), null);
    }

    // It holds: the diagnostic is gone, no rule reports anything that it did not before (but for hints, and signals that are left over), and it compiles if it did.
    private static async Task<Project> AppliedAsync(Project project, string rule, CodeAction action)
    {
        var operations = await action.GetOperationsAsync(CancellationToken.None);
        var changed = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution.GetProject(project.Id)!;
        var before = await ReportedAsync(project);
        var after = await ReportedAsync(changed);
        Assert.True(after.Count(d => d.Id == rule) < before.Count(d => d.Id == rule), $"'{action.Title}' leaves {rule}:\n{string.Join("\n", after)}");
        var more = after.Where(d => d.Severity > DiagnosticSeverity.Info && d.Id != "WFG3020" && before.All(b => b.GetMessage() != d.GetMessage())).ToList();
        Assert.True(more.Count == 0, $"'{action.Title}' brings\n{string.Join("\n", more)}\nin\n{string.Join("\n", await Task.WhenAll(changed.Documents.Select(async d => (await d.GetTextAsync()).ToString())))}");
        var known = TestCompilation.Errors((await project.GetCompilationAsync())!).Select(e => e.GetMessage()).ToHashSet();
        Assert.DoesNotContain(TestCompilation.Errors((await changed.GetCompilationAsync())!), e => !known.Contains(e.GetMessage()));
        return changed;
    }

    private static async Task<IReadOnlyList<CodeAction>> OffersAsync(Project project, string? rule)
    {
        var actions = new List<CodeAction>();
        var reported = (await ReportedAsync(project)).Where(d => rule is null || d.Id == rule).Take(rule is null ? int.MaxValue : 1).ToList();
        Assert.True(rule is null || reported.Count > 0, $"{rule} is not reported.");
        foreach (var diagnostic in reported)
        {
            var document = project.GetDocument(diagnostic.Location.SourceTree);
            foreach (var fix in AllRules.Fixes.Where(f => document is not null && f.FixableDiagnosticIds.Contains(diagnostic.Id)))
                await fix.RegisterCodeFixesAsync(new CodeFixContext(document!, diagnostic, (action, _) => actions.Add(action), CancellationToken.None));
        }
        Assert.All(actions, a => Assert.False(string.IsNullOrEmpty(a.EquivalenceKey)));
        return actions;
    }

    private static async Task<IReadOnlyList<Diagnostic>> ReportedAsync(Project project)
    {
        var compilation = (await project.GetCompilationAsync())!;
        var reported = await compilation.WithAnalyzers([.. AllRules.Analyzers]).GetAnalyzerDiagnosticsAsync();
        Assert.DoesNotContain(reported, d => d.Id == "AD0001");
        return [.. reported.OrderBy(d => d.Location.SourceTree?.FilePath, StringComparer.Ordinal).ThenBy(d => d.Location.SourceSpan)];
    }

    private static Project Project(AdhocWorkspace workspace, IReadOnlyList<string> sources)
    {
        var project = workspace.CurrentSolution
            .AddProject("Tests", "Tests", LanguageNames.CSharp)
            .WithMetadataReferences(TestCompilation.References)
            .WithParseOptions(TestCompilation.ParseOptions)
            .WithCompilationOptions(TestCompilation.Options)
            .AddDocument("GlobalUsings.cs", TestCompilation.GlobalUsings, filePath: "/test/GlobalUsings.cs").Project;
        for (var i = 0; i < sources.Count; i++)
            project = project.AddDocument($"File{i}.cs", sources[i], filePath: $"/test/File{i}.cs").Project;
        return project;
    }
}
