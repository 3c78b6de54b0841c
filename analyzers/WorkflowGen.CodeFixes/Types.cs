using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace WorkflowGen.CodeFixes;

/// <summary>Writes types down.</summary>
internal static class Types
{
    private static readonly SymbolDisplayFormat Format = SymbolDisplayFormat.FullyQualifiedFormat.AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>A type in full, to be shortened as far as the file's usings allow.</summary>
    public static TypeSyntax Written(ITypeSymbol type)
    {
        var written = SyntaxFactory.ParseTypeName(type.ToDisplayString(Format));
        var names = written.DescendantNodesAndSelf().Where(n => n is QualifiedNameSyntax or AliasQualifiedNameSyntax);
        return written.ReplaceNodes(names, static (_, changed) => changed.WithAdditionalAnnotations(Simplifier.Annotation));
    }
}
