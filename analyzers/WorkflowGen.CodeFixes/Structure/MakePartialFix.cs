using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WorkflowGen.Roslyn;

namespace WorkflowGen.CodeFixes.Structure;

/// <summary>Makes a workflow, or a type around one, partial.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class MakePartialFix() : WorkflowFix(RuleIds.NotPartial, RuleIds.ContainingTypeNotPartial)
{
    private protected override Task OfferAsync(CodeFixContext context, Diagnostic diagnostic, SyntaxNode root, SyntaxNode node)
    {
        if (Enclosing<TypeDeclarationSyntax>(node) is { } type)
            OfferReplacement(context, diagnostic, root, $"Make '{type.Identifier.Text}' partial", type, Modifiers.AddLast(type, SyntaxKind.PartialKeyword));
        return Task.CompletedTask;
    }
}
