using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WorkflowGen.CodeFixes.Repairs;
using WorkflowGen.Roslyn;

namespace WorkflowGen.CodeFixes.Handoffs;

/// <summary>Closes the family of a case, so that all cases are known, or takes the base type.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class CloseFamilyFix() : TriedFix(RuleIds.OpenFamily)
{
    private protected override IEnumerable<Repair> RepairsOf(Fault fault)
    {
        if (BaseOf(fault) is not { } family)
            yield break;
        if (family.DeclaringSyntaxReferences.Length == 1 && fault.Declaration<TypeDeclarationSyntax>(family) is ClassDeclarationSyntax declaration
            && Closed(declaration) is { } closed)
        {
            yield return new($"Close '{family.Name}'", (declaration, closed));
        }
        if (fault.Parameter is { Type: { } type })
            yield return new($"Take '{family.Name}'", (type, Types.Written(family.WithNullableAnnotation(NullableAnnotation.NotAnnotated)).WithTriviaFrom(type)));
    }

    private static INamedTypeSymbol? BaseOf(Fault fault)
    {
        var source = fault.Finding.Arguments[3];
        var symbols = fault.Inspection.Symbols;
        var type = Enumerable.Range(0, symbols.Steps.Length).Where(i => symbols.Steps[i].Name == source).Select(i => symbols.Results[i]).FirstOrDefault()
            ?? symbols.Inputs.FirstOrDefault(i => i.Name == source)?.Type;
        return type as INamedTypeSymbol;
    }

    private static TypeDeclarationSyntax? Closed(TypeDeclarationSyntax declaration)
    {
        // One with parameters of its own has a constructor whose accessibility cannot be said.
        if (declaration.ChildNodes().OfType<ParameterListSyntax>().Any())
            return null;

        var constructors = declaration.Members.OfType<ConstructorDeclarationSyntax>().Where(c => !c.Modifiers.Any(SyntaxKind.StaticKeyword)).ToList();
        return constructors.Count == 0
            ? WithConstructor(declaration)
            : declaration.ReplaceNodes(constructors.Where(IsOpen), static (_, constructor) => PrivateProtected(constructor));
    }

    private static bool IsOpen(ConstructorDeclarationSyntax constructor) =>
        constructor.Modifiers.Any(SyntaxKind.PublicKeyword) || (constructor.Modifiers.Any(SyntaxKind.ProtectedKeyword) && !constructor.Modifiers.Any(SyntaxKind.PrivateKeyword));

    private static ConstructorDeclarationSyntax PrivateProtected(ConstructorDeclarationSyntax constructor)
    {
        var bare = Modifiers.Remove(constructor, m => m.Kind() is SyntaxKind.PublicKeyword or SyntaxKind.ProtectedKeyword or SyntaxKind.InternalKeyword);
        return Modifiers.AddLast(Modifiers.AddLast(bare, SyntaxKind.PrivateKeyword), SyntaxKind.ProtectedKeyword);
    }

    private static TypeDeclarationSyntax? WithConstructor(TypeDeclarationSyntax declaration)
    {
        var text = declaration.ToFullString();
        var end = text.Contains("\r\n") ? "\r\n" : "\n";
        var indentation = declaration.GetLeadingTrivia().LastOrDefault(t => t.IsKind(SyntaxKind.WhitespaceTrivia)).ToString();
        var constructor = $"{indentation}    private protected {declaration.Identifier.Text}() {{ }}{end}";
        if (!declaration.SemicolonToken.IsKind(SyntaxKind.None) && !declaration.OpenBraceToken.IsKind(SyntaxKind.OpenBraceToken))
        {
            var semicolon = declaration.SemicolonToken.SpanStart - declaration.FullSpan.Start;
            text = $"{text.Substring(0, semicolon)}{end}{indentation}{{{end}{constructor}{indentation}}}{text.Substring(semicolon + 1)}";
            return SyntaxFactory.ParseMemberDeclaration(text) as TypeDeclarationSyntax;
        }
        if (declaration.OpenBraceToken.IsMissing || declaration.CloseBraceToken.IsMissing)
            return null;
        var member = SyntaxFactory.ParseMemberDeclaration(constructor)!;
        if (declaration.Members.Count > 0)
            member = member.WithTrailingTrivia(member.GetTrailingTrivia().Add(SyntaxFactory.EndOfLine(end)));
        return declaration.WithMembers(declaration.Members.Insert(0, member));
    }
}
