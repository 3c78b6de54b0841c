using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WorkflowGen.Roslyn;

namespace WorkflowGen.CodeFixes.ControlFlow;

/// <summary>Marks a step with [Output]: one offer for each that hands over the run's result.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class MarkOutputFix() : WorkflowFix(RuleIds.SeveralResults, RuleIds.NoResult)
{
    private protected override async Task OfferAsync(CodeFixContext context, Diagnostic diagnostic, SyntaxNode root, SyntaxNode node)
    {
        if (await ClassAroundAsync(context.Document, node, context.CancellationToken).ConfigureAwait(false) is not { } type)
            return;
        foreach (var name in Choices(diagnostic))
        {
            if (type.GetMembers(name).OfType<IMethodSymbol>().FirstOrDefault()?.DeclaringSyntaxReferences.FirstOrDefault() is not { } reference)
                continue;
            Offer(context, diagnostic, $"Mark '{name}' as [Output]", cancellationToken =>
                ReplaceAsync(context.Document, reference, old => old is MethodDeclarationSyntax method ? Attributes.Add(method, "Output") : old, cancellationToken));
        }
    }
}
