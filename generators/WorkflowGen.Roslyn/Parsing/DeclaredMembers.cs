using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace WorkflowGen.Roslyn.Parsing;

/// <summary>
/// Answers by the text of a type whether it declares a member. To ask the symbol for its members makes the compiler build all of them, which for a record is some
/// fifteen that nobody wrote, for each type that is handed over, in each workflow, on each edit: more than all else that the parser does.
/// </summary>
internal static class DeclaredMembers
{
    /// <summary>Whether the type itself, not one of its bases, has an implicit conversion from or to it.</summary>
    public static bool HaveImplicitConversion(INamedTypeSymbol type, CancellationToken cancellationToken) =>
        MayDeclare(type, static member => member is ConversionOperatorDeclarationSyntax conversion && conversion.ImplicitOrExplicitKeyword.IsKind(SyntaxKind.ImplicitKeyword), cancellationToken)
        && !type.GetMembers(WellKnownMemberNames.ImplicitConversionName).IsEmpty;

    /// <summary>Whether the type itself, not one of its bases, has an instance method GetAwaiter without parameters.</summary>
    public static bool HaveAwaiter(ITypeSymbol type, CancellationToken cancellationToken) =>
        MayDeclare(type, static member => member is MethodDeclarationSyntax { Identifier.ValueText: WellKnownMemberNames.GetAwaiter }, cancellationToken)
        && type.GetMembers(WellKnownMemberNames.GetAwaiter).OfType<IMethodSymbol>().Any(m => m.Parameters.IsEmpty && !m.IsStatic);

    /// <summary>
    /// Whether the text names no base type and no interface. Then there is none to look for but <see cref="object"/>, <see cref="ValueType"/> and, in a record, IEquatable of itself;
    /// to ask the symbol would bind them, type by type.
    /// </summary>
    public static bool NameNoBase(ITypeSymbol type, CancellationToken cancellationToken)
    {
        var references = type.OriginalDefinition.DeclaringSyntaxReferences;
        foreach (var reference in references)
        {
            if (reference.GetSyntax(cancellationToken) is not TypeDeclarationSyntax { BaseList: null })
                return false;
        }
        return !references.IsEmpty;
    }

    // A type without text comes from metadata, where its members are cheap to look up by name.
    private static bool MayDeclare(ITypeSymbol type, Func<MemberDeclarationSyntax, bool> isMeant, CancellationToken cancellationToken)
    {
        var references = type.OriginalDefinition.DeclaringSyntaxReferences;
        if (references.IsEmpty)
            return true;
        foreach (var reference in references)
        {
            if (reference.GetSyntax(cancellationToken) is not TypeDeclarationSyntax declaration)
                continue;
            foreach (var member in declaration.Members)
            {
                if (isMeant(member))
                    return true;
            }
        }
        return false;
    }
}
