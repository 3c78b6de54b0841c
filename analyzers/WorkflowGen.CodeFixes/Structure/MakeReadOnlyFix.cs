using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WorkflowGen.Roslyn;

namespace WorkflowGen.CodeFixes.Structure;

/// <summary>Makes a field readonly, or takes the setter off an automatic property.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class MakeReadOnlyFix() : WorkflowFix(RuleIds.MutableState)
{
    private protected override Task OfferAsync(CodeFixContext context, Diagnostic diagnostic, SyntaxNode root, SyntaxNode node)
    {
        if (Enclosing<FieldDeclarationSyntax>(node) is { } field)
        {
            OfferReplacement(context, diagnostic, root, "Make the field readonly", field, Modifiers.AddLast(field, SyntaxKind.ReadOnlyKeyword));
        }
        else if (node.FirstAncestorOrSelf<PropertyDeclarationSyntax>() is { AccessorList: { } accessors } property
            && accessors.Accessors.All(a => a is { Body: null, ExpressionBody: null })
            && accessors.Accessors.FirstOrDefault(a => a.IsKind(SyntaxKind.SetAccessorDeclaration)) is { } setter
            && accessors.Accessors.Count > 1)
        {
            OfferReplacement(context, diagnostic, root, "Remove the setter", property, property.RemoveNode(setter, SyntaxRemoveOptions.KeepNoTrivia)!);
        }
        return Task.CompletedTask;
    }
}
