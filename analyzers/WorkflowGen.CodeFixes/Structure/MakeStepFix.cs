using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WorkflowGen.Roslyn;

namespace WorkflowGen.CodeFixes.Structure;

/// <summary>Makes a method with a policy or a condition a step.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class MakeStepFix() : WorkflowFix(RuleIds.AttributeNeedsStep)
{
    private protected override Task OfferAsync(CodeFixContext context, Diagnostic diagnostic, SyntaxNode root, SyntaxNode node)
    {
        if (Enclosing<MethodDeclarationSyntax>(node) is { } method)
            OfferReplacement(context, diagnostic, root, $"Make '{method.Identifier.Text}' a [Step]", method, Attributes.AddLine(method, "Step"));
        return Task.CompletedTask;
    }
}
