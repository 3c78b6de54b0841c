using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WorkflowGen.Roslyn;

namespace WorkflowGen.CodeFixes.Policies;

/// <summary>Says what a repeat of a retried step would do: nothing bad, nothing because of its key, or something that must not happen.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class StateIdempotencyFix() : WorkflowFix(RuleIds.RetryWithoutIdempotency)
{
    private protected override Task OfferAsync(CodeFixContext context, Diagnostic diagnostic, SyntaxNode root, SyntaxNode node)
    {
        if (Enclosing<AttributeSyntax>(node) is not { } retry || Enclosing<MethodDeclarationSyntax>(retry) is not { } method)
            return Task.CompletedTask;
        OfferReplacement(context, diagnostic, root, "A repeat is safe", method, Attributes.Add(method, "Idempotency(Idempotency.Safe)"));
        OfferReplacement(context, diagnostic, root, "Repeats are dropped by their key", method, Attributes.Add(method, "Idempotency(Idempotency.Keyed)"));

        // At most once and retried would be the next error.
        var list = (AttributeListSyntax)retry.Parent!;
        var replaced = list.ReplaceNode(retry, Attributes.Parse("Idempotency(Idempotency.AtMostOnce)").WithTriviaFrom(retry));
        OfferReplacement(context, diagnostic, root, "It must not run twice: do not retry it", method, method.ReplaceNode(list, replaced));
        return Task.CompletedTask;
    }
}
