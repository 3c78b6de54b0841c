using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WorkflowGen.Roslyn;

namespace WorkflowGen.CodeFixes.Handoffs;

/// <summary>Lets a parameter take the absence of its value, or the null that its nearest producer may hand over.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class MakeParameterNullableFix() : WorkflowFix(RuleIds.PossiblyMissing, RuleIds.ResultPossiblyMissing, RuleIds.NoProducer, RuleIds.AlternativesNotExhaustive)
{
    private protected override Task OfferAsync(CodeFixContext context, Diagnostic diagnostic, SyntaxNode root, SyntaxNode node)
    {
        if (node.FirstAncestorOrSelf<ParameterSyntax>() is not { Type: { } type and not NullableTypeSyntax } parameter)
            return Task.CompletedTask;
        if (diagnostic.Id == RuleIds.NoProducer && (Choices(diagnostic) is not [var nearest, ..] || !nearest.StartsWith("DropsNullability:", StringComparison.Ordinal)))
            return Task.CompletedTask;
        if (diagnostic.Id == RuleIds.AlternativesNotExhaustive && Choices(diagnostic) is not ["nullable"])
            return Task.CompletedTask;
        var nullable = SyntaxFactory.NullableType(type.WithoutTrailingTrivia()).WithTrailingTrivia(type.GetTrailingTrivia());
        OfferReplacement(context, diagnostic, root, $"Make '{parameter.Identifier.Text}' nullable", type, nullable);
        return Task.CompletedTask;
    }
}
