using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WorkflowGen.Roslyn;

namespace WorkflowGen.CodeFixes.Structure;

/// <summary>Takes <c>abstract</c> or <c>static</c> off a workflow.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class RemoveAbstractFix() : WorkflowFix(RuleIds.AbstractWorkflow, RuleIds.StaticWorkflow)
{
    private protected override Task OfferAsync(CodeFixContext context, Diagnostic diagnostic, SyntaxNode root, SyntaxNode node)
    {
        var kind = diagnostic.Id == RuleIds.AbstractWorkflow ? SyntaxKind.AbstractKeyword : SyntaxKind.StaticKeyword;
        if (Enclosing<TypeDeclarationSyntax>(node) is { } type && type.Modifiers.Any(kind))
        {
            var title = $"Remove '{SyntaxFacts.GetText(kind)}'";
            OfferReplacement(context, diagnostic, root, title, type, Modifiers.Remove(type, m => m.IsKind(kind)));
        }
        return Task.CompletedTask;
    }
}
