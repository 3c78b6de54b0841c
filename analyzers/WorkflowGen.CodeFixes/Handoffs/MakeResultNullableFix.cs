using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WorkflowGen.Roslyn;

namespace WorkflowGen.CodeFixes.Handoffs;

/// <summary>Lets RunAsync return null where the step that makes the result may be skipped.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class MakeResultNullableFix() : WorkflowFix(RuleIds.ResultPossiblyMissing)
{
    private protected override async Task OfferAsync(CodeFixContext context, Diagnostic diagnostic, SyntaxNode root, SyntaxNode node)
    {
        if (await ClassAroundAsync(context.Document, node, context.CancellationToken).ConfigureAwait(false) is not { } type)
            return;
        var declaration = type.GetMembers("RunAsync").OfType<IMethodSymbol>()
            .Where(m => m.IsPartialDefinition)
            .Select(m => m.DeclaringSyntaxReferences.FirstOrDefault())
            .FirstOrDefault();
        if (declaration?.GetSyntax(context.CancellationToken) is MethodDeclarationSyntax method && ResultOf(method) is { } result and not NullableTypeSyntax)
        {
            Offer(context, diagnostic, $"Let RunAsync return '{result}?'", cancellationToken =>
                ReplaceAsync(context.Document, declaration, old => old.ReplaceNode(ResultOf((MethodDeclarationSyntax)old)!, SyntaxFactory.NullableType(result.WithoutTrivia())), cancellationToken));
        }
    }

    private static TypeSyntax? ResultOf(MethodDeclarationSyntax method)
    {
        var returned = method.ReturnType is QualifiedNameSyntax qualified ? qualified.Right : method.ReturnType;
        return returned is GenericNameSyntax { TypeArgumentList.Arguments: { Count: 1 } arguments } ? arguments[0] : null;
    }
}
