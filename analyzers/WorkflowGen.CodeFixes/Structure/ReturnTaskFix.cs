using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WorkflowGen.Roslyn;

namespace WorkflowGen.CodeFixes.Structure;

/// <summary>Lets an <c>async void</c> step return Task, so that it can be waited for.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class ReturnTaskFix() : WorkflowFix(RuleIds.StepForm)
{
    private protected override Task OfferAsync(CodeFixContext context, Diagnostic diagnostic, SyntaxNode root, SyntaxNode node)
    {
        if (node is MethodDeclarationSyntax { ReturnType: PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword } returned } method && method.Modifiers.Any(SyntaxKind.AsyncKeyword))
        {
            var changed = method.WithReturnType(Shortened("System.Threading.Tasks.Task").WithTriviaFrom(returned));
            OfferReplacement(context, diagnostic, root, "Return Task", method, changed);
        }
        return Task.CompletedTask;
    }
}
