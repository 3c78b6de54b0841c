using System.Composition;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WorkflowGen.Roslyn;
using WorkflowGen.Roslyn.Parsing;

namespace WorkflowGen.CodeFixes.Contracts;

/// <summary>
/// Makes the class the next version, and puts a copy beside it that keeps the version which runs are on. The code as it was is not to be had: what is copied is the class with the edit, which the author undoes there.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class RaiseVersionFix() : WorkflowFix(RuleIds.StrandsRuns)
{
    /// <inheritdoc/>
    public override FixAllProvider? GetFixAllProvider() => null; // one version is enough for many edits

    private protected override async Task OfferAsync(CodeFixContext context, Diagnostic diagnostic, SyntaxNode root, SyntaxNode node)
    {
        if (RecordFix.VersionOf(diagnostic) is not var (workflow, version) || await ClassAroundAsync(context.Document, node, context.CancellationToken).ConfigureAwait(false) is not { } type)
            return;
        var copy = $"{type.Name}V{version.ToString(CultureInfo.InvariantCulture)}";
        var around = (INamespaceOrTypeSymbol?)type.ContainingType ?? type.ContainingNamespace;
        var attribute = type.GetAttributes().FirstOrDefault(a => KnownTypes.LanguageAttribute(a) == "Workflow")?.ApplicationSyntaxReference;
        if (attribute is null || around.GetTypeMembers(copy).Any())
            return;
        Offer(
            context,
            diagnostic,
            $"Raise the version to {(version + 1).ToString(CultureInfo.InvariantCulture)}, and keep v{version.ToString(CultureInfo.InvariantCulture)} as '{copy}' (undo the edit in it)",
            cancellationToken => RaiseAsync(context.Document.Project, type, attribute, workflow, version, copy, cancellationToken));
    }

    private static async Task<Solution> RaiseAsync(Project project, INamedTypeSymbol type, SyntaxReference attribute, string workflow, int version, string copy, CancellationToken cancellationToken)
    {
        var solution = project.Solution;
        var parts = 0;
        foreach (var reference in type.DeclaringSyntaxReferences)
        {
            // What the generator wrote has no document, and it will write it for the copy, too.
            if (solution.GetDocument(reference.SyntaxTree) is not { } document || await reference.GetSyntaxAsync(cancellationToken).ConfigureAwait(false) is not TypeDeclarationSyntax declaration)
                continue;
            var name = parts++ == 0 ? $"{copy}.cs" : $"{copy}.{parts.ToString(CultureInfo.InvariantCulture)}.cs";
            var kept = Kept(declaration, attribute, type.Name, copy, workflow);
            var path = document.FilePath is { } file ? Path.Combine(Path.GetDirectoryName(file) ?? "", name) : null;
            solution = solution.AddDocument(DocumentId.CreateNewId(project.Id), name, Alone(declaration, kept), document.Folders, path);
        }
        if (solution.GetDocument(attribute.SyntaxTree) is { } raised && await raised.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is { } root)
        {
            var old = (AttributeSyntax)await attribute.GetSyntaxAsync(cancellationToken).ConfigureAwait(false);
            solution = solution.WithDocumentSyntaxRoot(raised.Id, root.ReplaceNode(old, Arguments.With(old, "Version", (version + 1).ToString(CultureInfo.InvariantCulture))));
        }
        return solution;
    }

    // The class under its other name, which its members call it by as well; where the attribute gave no name, the class's was the workflow's.
    private static TypeDeclarationSyntax Kept(TypeDeclarationSyntax declaration, SyntaxReference attribute, string name, string copy, string workflow)
    {
        var kept = declaration;
        if (attribute.SyntaxTree == declaration.SyntaxTree && declaration.FindNode(attribute.Span) is AttributeSyntax said && said.Span == attribute.Span && !Arguments.Of(said).Any(a => a.NameEquals is null))
        {
            var named = Attributes.Parse($"A(\"{workflow}\")").ArgumentList!;
            var with = said.ArgumentList is { } list
                ? said.WithArgumentList(list.WithArguments(Arguments.Spaced(list.Arguments.Insert(0, named.Arguments[0]))))
                : said.WithoutTrailingTrivia().WithArgumentList(named).WithTrailingTrivia(said.GetTrailingTrivia());
            kept = declaration.ReplaceNode(said, with);
        }
        return kept.ReplaceTokens(
            kept.DescendantTokens().Where(t => t.IsKind(SyntaxKind.IdentifierToken) && t.ValueText == name),
            (old, _) => SyntaxFactory.Identifier(copy).WithTriviaFrom(old));
    }

    // In the namespaces and types that were around it, with the usings of its file.
    private static SyntaxNode Alone(TypeDeclarationSyntax original, TypeDeclarationSyntax kept)
    {
        MemberDeclarationSyntax inner = kept;
        for (var around = original.Parent; around is not null; around = around.Parent)
        {
            switch (around)
            {
                case TypeDeclarationSyntax type:
                    var bare = (TypeDeclarationSyntax)type.WithAttributeLists(default).WithBaseList(null).WithMembers(SyntaxFactory.SingletonList(inner)).WithLeadingTrivia(type.GetLeadingTrivia());
                    inner = bare.ChildNodes().OfType<ParameterListSyntax>().FirstOrDefault() is { } parameters ? bare.RemoveNode(parameters, SyntaxRemoveOptions.KeepNoTrivia)! : bare;
                    break;
                case BaseNamespaceDeclarationSyntax space:
                    inner = space.WithMembers(SyntaxFactory.SingletonList(inner));
                    break;
                case CompilationUnitSyntax unit:
                    return unit.WithAttributeLists(default).WithMembers(SyntaxFactory.SingletonList(inner)).WithEndOfFileToken(SyntaxFactory.Token(SyntaxKind.EndOfFileToken));
            }
        }
        return inner;
    }
}
