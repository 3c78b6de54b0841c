using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WorkflowGen.Roslyn;

namespace WorkflowGen.CodeFixes.Structure;

/// <summary>Gives a RunAsync without a body the modifiers of a contract.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class RunMethodModifiersFix() : WorkflowFix(RuleIds.RunMethodForm)
{
    private protected override Task OfferAsync(CodeFixContext context, Diagnostic diagnostic, SyntaxNode root, SyntaxNode node)
    {
        // One with a body is left alone: what it does would be lost.
        if (Enclosing<MethodDeclarationSyntax>(node) is not { Body: null, ExpressionBody: null } method)
            return Task.CompletedTask;
        var bare = Modifiers.Remove(method, IsReplaced);
        var changed = Modifiers.AddLast(bare, SyntaxKind.PublicKeyword);
        changed = Modifiers.AddLast(changed, SyntaxKind.PartialKeyword);
        if (!changed.IsEquivalentTo(method))
            OfferReplacement(context, diagnostic, root, "Make RunAsync 'public partial'", method, changed);
        return Task.CompletedTask;
    }

    private static bool IsReplaced(SyntaxToken modifier) => modifier.Kind()
        is SyntaxKind.PublicKeyword or SyntaxKind.PrivateKeyword or SyntaxKind.ProtectedKeyword or SyntaxKind.InternalKeyword
        or SyntaxKind.StaticKeyword or SyntaxKind.AbstractKeyword or SyntaxKind.PartialKeyword;
}
