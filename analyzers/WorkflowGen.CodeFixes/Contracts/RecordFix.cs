using System.Composition;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using WorkflowGen.Roslyn;

namespace WorkflowGen.CodeFixes.Contracts;

/// <summary>Writes a version of a workflow as it is now into workflows.shipped.json.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class RecordFix() : WorkflowFix(RuleIds.NotRecorded)
{
    private const string Title = "Record it in workflows.shipped.json";

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => RecordAll.Instance;

    private protected override async Task OfferAsync(CodeFixContext context, Diagnostic diagnostic, SyntaxNode root, SyntaxNode node)
    {
        var project = context.Document.Project;
        if (VersionOf(diagnostic) is not var (workflow, version) || await RecordOfProject.FindAsync(project, context.CancellationToken).ConfigureAwait(false) is not { } record)
            return;
        if (record.Record(workflow, version, context.CancellationToken))
            Offer(context, diagnostic, Title, _ => Task.FromResult(record.Save(project.Solution)));
    }

    internal static (string Workflow, int Version)? VersionOf(Diagnostic diagnostic) =>
        diagnostic.Properties.TryGetValue("workflow", out var workflow) && workflow is not null
        && diagnostic.Properties.TryGetValue("version", out var text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? (workflow, version)
            : null;

    // All of them change one file: what the platform would do with one fix for each overwrites the one with the other.
    private sealed class RecordAll : FixAllProvider
    {
        public static readonly RecordAll Instance = new();

        public override IEnumerable<FixAllScope> GetSupportedFixAllScopes() => [FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution];

        public override async Task<CodeAction?> GetFixAsync(FixAllContext fixAllContext)
        {
            var cancellationToken = fixAllContext.CancellationToken;
            var solution = fixAllContext.Solution;
            var projects = fixAllContext.Scope == FixAllScope.Solution ? solution.Projects : [fixAllContext.Project];
            foreach (var project in projects)
            {
                var diagnostics = fixAllContext is { Scope: FixAllScope.Document, Document: { } document }
                    ? await fixAllContext.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false)
                    : await fixAllContext.GetAllDiagnosticsAsync(project).ConfigureAwait(false);
                if (diagnostics.IsEmpty || await RecordOfProject.FindAsync(project, cancellationToken).ConfigureAwait(false) is not { } record)
                    continue;
                foreach (var version in diagnostics.Select(VersionOf).OfType<(string, int)>().Distinct())
                    record.Record(version.Item1, version.Item2, cancellationToken);
                solution = record.Save(solution);
            }
            return CodeAction.Create(Title, _ => Task.FromResult(solution), Title);
        }
    }
}
