using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WorkflowGen.Roslyn;

namespace WorkflowGen.CodeFixes.ControlFlow;

/// <summary>Lets a signal with a timeout hand over null.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class MakeSignalNullableFix() : WorkflowFix(RuleIds.InvalidSignal)
{
    private protected override Task OfferAsync(CodeFixContext context, Diagnostic diagnostic, SyntaxNode root, SyntaxNode node)
    {
        if (Choices(diagnostic) is ["nullable"] && Enclosing<MethodDeclarationSyntax>(node) is { ReturnType: { } type and not NullableTypeSyntax })
        {
            var nullable = SyntaxFactory.NullableType(type.WithoutTrailingTrivia()).WithTrailingTrivia(type.GetTrailingTrivia());
            OfferReplacement(context, diagnostic, root, $"Return '{type.WithoutTrivia()}?'", type, nullable);
        }
        return Task.CompletedTask;
    }
}
