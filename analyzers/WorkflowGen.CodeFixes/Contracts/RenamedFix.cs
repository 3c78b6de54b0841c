using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WorkflowGen.Roslyn;

namespace WorkflowGen.CodeFixes.Contracts;

/// <summary>Says of a step that seems to be one that is gone that it is.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class RenamedFix() : WorkflowFix(RuleIds.StrandsRuns)
{
    private protected override Task OfferAsync(CodeFixContext context, Diagnostic diagnostic, SyntaxNode root, SyntaxNode node)
    {
        if (diagnostic.Properties.TryGetValue("earlier", out var earlier) && earlier is not null && Enclosing<MethodDeclarationSyntax>(node) is { } method)
            OfferReplacement(context, diagnostic, root, $"Say that it was called '{earlier}': [Renamed]", method, Attributes.Add(method, $"Renamed(\"{earlier}\")"));
        return Task.CompletedTask;
    }
}
