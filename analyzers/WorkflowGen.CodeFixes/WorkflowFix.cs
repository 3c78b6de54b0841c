using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace WorkflowGen.CodeFixes;

/// <summary>What the fixes share: finding the node that a diagnostic is about, and offering edits of it.</summary>
public abstract class WorkflowFix(params string[] rules) : CodeFixProvider
{
    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(rules);

    /// <inheritdoc/>
    public override FixAllProvider? GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root)
            return;
        foreach (var diagnostic in context.Diagnostics)
            await OfferAsync(context, diagnostic, root, root.FindNode(diagnostic.Location.SourceSpan)).ConfigureAwait(false);
    }

    /// <summary>Offers what fits the diagnostic, or nothing.</summary>
    private protected abstract Task OfferAsync(CodeFixContext context, Diagnostic diagnostic, SyntaxNode root, SyntaxNode node);

    /// <summary>Offers to put one node in the place of another.</summary>
    private protected static void OfferReplacement(CodeFixContext context, Diagnostic diagnostic, SyntaxNode root, string title, SyntaxNode old, SyntaxNode replacement) =>
        Offer(context, diagnostic, title, _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(old, replacement)).Project.Solution));

    private protected static void Offer(CodeFixContext context, Diagnostic diagnostic, string title, Func<CancellationToken, Task<Solution>> change) =>
        context.RegisterCodeFix(CodeAction.Create(title, change, equivalenceKey: title), diagnostic);

    /// <summary>What the analyzer left for the fix.</summary>
    private protected static string[] Choices(Diagnostic diagnostic) =>
        diagnostic.Properties.TryGetValue("choices", out var choices) && choices is { Length: > 0 } ? choices.Split('\n') : [];

    /// <summary>A type by its full name, which is shortened as far as the file's usings allow.</summary>
    private protected static TypeSyntax Shortened(string fullName) =>
        SyntaxFactory.ParseTypeName("global::" + fullName).WithAdditionalAnnotations(Simplifier.Annotation);

    private protected static T? Enclosing<T>(SyntaxNode node)
        where T : SyntaxNode => node.FirstAncestorOrSelf<T>();

    /// <summary>Replaces a declaration that may be in another file of the project.</summary>
    private protected static async Task<Solution> ReplaceAsync(Document document, SyntaxReference reference, Func<SyntaxNode, SyntaxNode> change, CancellationToken cancellationToken)
    {
        var solution = document.Project.Solution;
        if (solution.GetDocument(reference.SyntaxTree) is not { } target || await target.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root)
            return solution;
        var node = await reference.GetSyntaxAsync(cancellationToken).ConfigureAwait(false);
        return target.WithSyntaxRoot(root.ReplaceNode(node, change(node))).Project.Solution;
    }

    /// <summary>The symbol of the class around a node.</summary>
    private protected static async Task<INamedTypeSymbol?> ClassAroundAsync(Document document, SyntaxNode node, CancellationToken cancellationToken)
    {
        var model = await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        return node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } declaration ? model?.GetDeclaredSymbol(declaration, cancellationToken) as INamedTypeSymbol : null;
    }
}
