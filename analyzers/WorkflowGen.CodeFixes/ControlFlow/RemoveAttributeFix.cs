using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WorkflowGen.Roslyn;

namespace WorkflowGen.CodeFixes.ControlFlow;

/// <summary>Removes an attribute that contradicts the rest of its step, or says nothing.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class RemoveAttributeFix() : WorkflowFix(RuleIds.InvalidOutput, RuleIds.RetryAtMostOnce, RuleIds.TimeoutWithoutBound)
{
    private protected override Task OfferAsync(CodeFixContext context, Diagnostic diagnostic, SyntaxNode root, SyntaxNode node)
    {
        if (Enclosing<AttributeSyntax>(node) is { } attribute && Enclosing<MethodDeclarationSyntax>(attribute) is { } method)
            OfferReplacement(context, diagnostic, root, $"Remove [{attribute.Name}]", method, Attributes.Remove(method, attribute));
        return Task.CompletedTask;
    }
}
