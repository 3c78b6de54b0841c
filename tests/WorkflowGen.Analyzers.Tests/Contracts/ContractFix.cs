using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using WorkflowGen.Analyzers.Contracts;
using WorkflowGen.Analyzers.Tests.Rules;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Contracts;

/// <summary>Applies fixes in a project that has a record.</summary>
internal static class ContractFix
{
    /// <summary>The fix for the first report of the rule whose title contains a word.</summary>
    public static async Task<(string Record, IReadOnlyDictionary<string, string> Sources)> ApplyAsync(string id, string record, string source, string title = "")
    {
        using var workspace = new AdhocWorkspace();
        var document = Project(workspace, record, source);
        var actions = await OfferedAsync(id, document);
        var action = actions.FirstOrDefault(a => a.Title.Contains(title, StringComparison.Ordinal));
        Assert.True(action is not null, $"No such fix is offered. Offered: {string.Join(", ", actions.Select(a => a.Title))}");
        return await ResultAsync(document.Project.Id, action);
    }

    public static async Task<IReadOnlyList<string>> TitlesAsync(string id, string record, string source)
    {
        using var workspace = new AdhocWorkspace();
        return [.. (await OfferedAsync(id, Project(workspace, record, source))).Select(a => a.Title)];
    }

    public static async Task<string> ApplyToAllAsync(string id, string record, string source)
    {
        using var workspace = new AdhocWorkspace();
        var document = Project(workspace, record, source);
        var fix = AllRules.Fixes.Single(f => f.FixableDiagnosticIds.Contains(id));
        var context = new FixAllContext(document, fix, FixAllScope.Project, null!, [id], new Reports(), CancellationToken.None);
        var action = await fix.GetFixAllProvider()!.GetFixAsync(context);
        return (await ResultAsync(document.Project.Id, action!)).Record;
    }

    private static async Task<(string Record, IReadOnlyDictionary<string, string> Sources)> ResultAsync(ProjectId id, CodeAction action)
    {
        var changed = (await action.GetOperationsAsync(CancellationToken.None)).OfType<ApplyChangesOperation>().Single().ChangedSolution.GetProject(id)!;
        Assert.Empty(TestCompilation.Errors((await changed.GetCompilationAsync())!));
        var sources = new Dictionary<string, string>();
        foreach (var document in changed.Documents.Where(d => d.Name != "GlobalUsings.cs"))
            sources.Add(document.Name, (await document.GetTextAsync()).ToString());
        return ((await changed.AdditionalDocuments.Single().GetTextAsync()).ToString(), sources);
    }

    private static async Task<List<CodeAction>> OfferedAsync(string id, Document document)
    {
        var actions = new List<CodeAction>();
        var diagnostic = (await ReportedAsync(document.Project)).FirstOrDefault(d => d.Id == id);
        Assert.NotNull(diagnostic);
        foreach (var fix in AllRules.Fixes.Where(f => f.FixableDiagnosticIds.Contains(id)))
            await fix.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), CancellationToken.None));
        return actions;
    }

    private static async Task<ImmutableArray<Diagnostic>> ReportedAsync(Project project)
    {
        var record = (await project.AdditionalDocuments.Single().GetTextAsync()).ToString();
        return await AnalyzerRun.DiagnosticsAsync(new ContractAnalyzer(), (await project.GetCompilationAsync())!, [new InMemoryAdditionalText("/test/workflows.shipped.json", record)]);
    }

    private static Document Project(AdhocWorkspace workspace, string record, string source)
    {
        var project = workspace.CurrentSolution
            .AddProject("Tests", "Tests", LanguageNames.CSharp)
            .WithMetadataReferences(TestCompilation.References)
            .WithParseOptions(TestCompilation.ParseOptions)
            .WithCompilationOptions(TestCompilation.Options)
            .AddAdditionalDocument("workflows.shipped.json", record).Project
            .AddDocument("GlobalUsings.cs", TestCompilation.GlobalUsings).Project;
        return project.AddDocument("0.cs", source);
    }

    private sealed class Reports : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) => await ReportedAsync(project);

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) => await ReportedAsync(document.Project);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
