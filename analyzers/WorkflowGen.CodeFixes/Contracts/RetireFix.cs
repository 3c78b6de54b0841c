using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using WorkflowGen.Roslyn;

namespace WorkflowGen.CodeFixes.Contracts;

/// <summary>Says in workflows.shipped.json that there are no runs of a version any more.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class RetireFix() : WorkflowFix(RuleIds.VersionGone)
{
    /// <inheritdoc/>
    public override FixAllProvider? GetFixAllProvider() => null; // that no runs are left is to be known of each

    private protected override async Task OfferAsync(CodeFixContext context, Diagnostic diagnostic, SyntaxNode root, SyntaxNode node)
    {
        var project = context.Document.Project;
        if (RecordFix.VersionOf(diagnostic) is not var (workflow, version) || await RecordOfProject.FindAsync(project, context.CancellationToken).ConfigureAwait(false) is not { } record)
            return;
        record.Retire(workflow, version);
        Offer(context, diagnostic, $"Retire version {version} of '{workflow}': it has no runs any more", _ => Task.FromResult(record.Save(project.Solution)));
    }
}
