using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using Xunit;

namespace WorkflowGen.Roslyn.TestKit;

/// <summary>Applies a code fix to the first diagnostic in a source that it offers to fix.</summary>
public static class FixRun
{
    /// <summary>The fix turns <paramref name="before"/> into <paramref name="after"/>, and the result compiles.</summary>
    /// <param name="title">Which of several fixes to apply: the one whose title contains this; null: the first.</param>
    /// <param name="globalUsings">Whether the project has usings of its own; otherwise the source names all that it takes.</param>
    public static async Task VerifyAsync(DiagnosticAnalyzer analyzer, CodeFixProvider fix, string before, string after, string? title = null, bool globalUsings = true)
    {
        using var workspace = new AdhocWorkspace();
        var document = Project(workspace, MarkedSource.Parse(before).Text, globalUsings);
        var (diagnostic, actions) = await OfferedAsync(analyzer, fix, document);
        Assert.True(diagnostic is not null, "The analyzer reports nothing that the fix is for.");
        var action = actions.FirstOrDefault(a => title is null || a.Title.Contains(title, StringComparison.Ordinal));
        Assert.True(action is not null, $"No such fix is offered. Offered: {string.Join(", ", actions.Select(a => a.Title))}");
        var operations = await action.GetOperationsAsync(CancellationToken.None);
        var changed = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution.GetDocument(document.Id)!;
        Assert.Equal(after, (await changed.GetTextAsync()).ToString(), ignoreLineEndingDifferences: true);
        Assert.Empty(TestCompilation.Errors((await changed.Project.GetCompilationAsync())!));
    }

    /// <summary>"Fix all in the document", with the fix first offered, turns <paramref name="before"/> into <paramref name="after"/>, and the result compiles.</summary>
    public static async Task VerifyAllAsync(DiagnosticAnalyzer analyzer, CodeFixProvider fix, string before, string after)
    {
        using var workspace = new AdhocWorkspace();
        var document = Project(workspace, MarkedSource.Parse(before).Text);
        var (diagnostic, actions) = await OfferedAsync(analyzer, fix, document);
        Assert.True(diagnostic is not null && actions.Count > 0, "The analyzer reports nothing that the fix is for.");
        var context = new FixAllContext(
            document, fix, FixAllScope.Document, actions[0].EquivalenceKey, [diagnostic.Id], new Reported(analyzer), CancellationToken.None);
        var action = await fix.GetFixAllProvider()!.GetFixAsync(context);
        Assert.NotNull(action);
        var operations = await action.GetOperationsAsync(CancellationToken.None);
        var changed = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution.GetDocument(document.Id)!;
        Assert.Equal(after, (await changed.GetTextAsync()).ToString(), ignoreLineEndingDifferences: true);
        Assert.Empty(TestCompilation.Errors((await changed.Project.GetCompilationAsync())!));
    }

    private sealed class Reported(DiagnosticAnalyzer analyzer) : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            await AnalyzerRun.DiagnosticsAsync(analyzer, (await project.GetCompilationAsync(cancellationToken))!);

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken)
        {
            var tree = await document.GetSyntaxTreeAsync(cancellationToken);
            return (await GetAllDiagnosticsAsync(document.Project, cancellationToken)).Where(d => d.Location.SourceTree == tree);
        }

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);
    }

    /// <summary>The titles of the fixes offered for the first diagnostic that the provider is for; empty where there is none.</summary>
    public static async Task<IReadOnlyList<string>> TitlesAsync(DiagnosticAnalyzer analyzer, CodeFixProvider fix, string source)
    {
        using var workspace = new AdhocWorkspace();
        var (_, actions) = await OfferedAsync(analyzer, fix, Project(workspace, MarkedSource.Parse(source).Text));
        return [.. actions.Select(a => a.Title)];
    }

    private static async Task<(Diagnostic? Diagnostic, IReadOnlyList<CodeAction> Actions)> OfferedAsync(
        DiagnosticAnalyzer analyzer, CodeFixProvider fix, Document document)
    {
        var tree = await document.GetSyntaxTreeAsync();
        var compilation = await document.Project.GetCompilationAsync();
        var diagnostic = (await AnalyzerRun.DiagnosticsAsync(analyzer, compilation!))
            .FirstOrDefault(d => d.Location.SourceTree == tree && fix.FixableDiagnosticIds.Contains(d.Id));
        var actions = new List<CodeAction>();
        if (diagnostic is not null)
        {
            await fix.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), CancellationToken.None));
        }

        return (diagnostic, actions);
    }

    private static Document Project(AdhocWorkspace workspace, string source, bool globalUsings = true) =>
        workspace.CurrentSolution
            .AddProject("Tests", "Tests", LanguageNames.CSharp)
            .WithMetadataReferences(TestCompilation.References)
            .WithParseOptions(TestCompilation.ParseOptions)
            .WithCompilationOptions(TestCompilation.Options)
            .AddDocument("GlobalUsings.cs", globalUsings ? TestCompilation.GlobalUsings : "").Project
            .AddDocument("0.cs", source);
}
