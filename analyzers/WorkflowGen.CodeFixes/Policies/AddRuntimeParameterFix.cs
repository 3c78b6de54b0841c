using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WorkflowGen.Roslyn;

namespace WorkflowGen.CodeFixes.Policies;

/// <summary>Gives a step the parameter that its policy calls for: the context with the key, or the token that tells it to stop.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class AddRuntimeParameterFix() : WorkflowFix(RuleIds.KeyNeverUsed, RuleIds.TimeoutWithoutToken)
{
    private protected override Task OfferAsync(CodeFixContext context, Diagnostic diagnostic, SyntaxNode root, SyntaxNode node)
    {
        if (Enclosing<MethodDeclarationSyntax>(node) is not { } method)
            return Task.CompletedTask;
        var (type, name) = diagnostic.Id == RuleIds.KeyNeverUsed ? ("WorkflowGen.StepContext", "step") : ("System.Threading.CancellationToken", "cancellationToken");
        var parameters = method.ParameterList.Parameters;
        if (parameters.Any(p => p.Identifier.ValueText == name))
            return Task.CompletedTask;

        var parameter = SyntaxFactory.Parameter(SyntaxFactory.Identifier(name)).WithType(Shortened(type).WithTrailingTrivia(SyntaxFactory.Space));

        // Before a token, which comes last, and before parameters with defaults.
        var index = parameters.TakeWhile(p => p.Default is null && !IsToken(p.Type)).Count();
        var inserted = parameters.Insert(index, parameter);
        for (var i = 0; i < inserted.SeparatorCount; i++)
        {
            var separator = inserted.GetSeparator(i);
            if (!separator.HasTrailingTrivia)
                inserted = inserted.ReplaceSeparator(separator, separator.WithTrailingTrivia(SyntaxFactory.Space));
        }
        OfferReplacement(context, diagnostic, root, $"Take a {type.Substring(type.LastIndexOf('.') + 1)}", method, method.WithParameterList(method.ParameterList.WithParameters(inserted)));
        return Task.CompletedTask;
    }

    private static bool IsToken(TypeSyntax? type) => (type is QualifiedNameSyntax qualified ? qualified.Right : type) is SimpleNameSyntax { Identifier.ValueText: "CancellationToken" };
}
