using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WorkflowGen.Roslyn;

namespace WorkflowGen.CodeFixes.Handoffs;

/// <summary>Says which of several candidates a parameter takes its value from: one offer for each.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class AddFromFix() : WorkflowFix(RuleIds.AmbiguousHandoff)
{
    private protected override Task OfferAsync(CodeFixContext context, Diagnostic diagnostic, SyntaxNode root, SyntaxNode node)
    {
        if (Enclosing<ParameterSyntax>(node) is not { } parameter)
            return Task.CompletedTask;
        foreach (var choice in Choices(diagnostic))
        {
            // An input is a parameter of RunAsync and out of the reach of nameof here.
            var separator = choice.IndexOf(':');
            var name = choice.Substring(separator + 1);
            var argument = choice.StartsWith("Input", StringComparison.Ordinal) ? SymbolDisplay.FormatLiteral(name, quote: true) : $"nameof({name})";
            var list = SyntaxFactory.AttributeList(SyntaxFactory.SingletonSeparatedList(Attributes.Parse($"From({argument})")))
                .WithLeadingTrivia(parameter.GetLeadingTrivia())
                .WithTrailingTrivia(SyntaxFactory.Space);
            var changed = parameter.WithLeadingTrivia();
            OfferReplacement(context, diagnostic, root, $"Take '{parameter.Identifier.Text}' from '{name}'", parameter, changed.WithAttributeLists(changed.AttributeLists.Insert(0, list)));
        }
        return Task.CompletedTask;
    }
}
