using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;
using WorkflowGen.Roslyn;

namespace WorkflowGen.CodeFixes.Handoffs;

/// <summary>Adds a handoff type to the workflow's JsonContext.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class AddJsonSerializableFix() : WorkflowFix(RuleIds.MissingFromJsonContext)
{
    private protected override async Task OfferAsync(CodeFixContext context, Diagnostic diagnostic, SyntaxNode root, SyntaxNode node)
    {
        if (Choices(diagnostic) is not [var type]
            || await ClassAroundAsync(context.Document, node, context.CancellationToken).ConfigureAwait(false) is not { } workflow
            || ContextOf(workflow)?.DeclaringSyntaxReferences.FirstOrDefault(r => IsEditable(context.Document, r)) is not { } reference)
        {
            return;
        }

        var name = type.Substring(type.LastIndexOf('.') + 1).Replace("global::", "");
        Offer(context, diagnostic, $"Add [JsonSerializable(typeof({name}))]", cancellationToken => ReplaceAsync(
            context.Document,
            reference,
            old => Attributes.AddLine((MemberDeclarationSyntax)old, $"System.Text.Json.Serialization.JsonSerializable(typeof({type}))").WithAdditionalAnnotations(Simplifier.Annotation, Simplifier.AddImportsAnnotation),
            cancellationToken));
    }

    private static bool IsEditable(Document document, SyntaxReference reference) =>
        document.Project.Solution.GetDocument(reference.SyntaxTree) is not null and not SourceGeneratedDocument;

    private static INamedTypeSymbol? ContextOf(INamedTypeSymbol workflow) =>
        workflow.GetAttributes()
            .Where(a => a.AttributeClass?.Name == "WorkflowAttribute")
            .SelectMany(a => a.NamedArguments)
            .Where(a => a.Key == "JsonContext")
            .Select(a => a.Value.Value as INamedTypeSymbol)
            .FirstOrDefault();
}
