using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace WorkflowGen.Roslyn.Parsing;

/// <summary>Repeats the declaration of a partial method as C# asks for it in the implementing part.</summary>
internal static class PartialDeclarations
{
    /// <returns>All but the body; null: the method is not partial, has a body of its own, or is still being typed.</returns>
    public static string? Of(ParseState state, IMethodSymbol method)
    {
        if (!method.IsPartialDefinition || method.IsGenericMethod || method.RefKind != RefKind.None || HasOwnImplementation(method)
            || method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(state.CancellationToken) is not MethodDeclarationSyntax declaration
            || method.Parameters.Any(p => p.Name.Length == 0 || KnownTypes.IsUnknown(p.Type)) || KnownTypes.IsUnknown(method.ReturnType))
        {
            return null;
        }

        // A second declaration of the same signature gets one body: the compiler has said what is wrong. RunAsync gets its own.
        if (declaration.Identifier.IsMissing || method.Name == RunMethodParser.Name || !IsFirst(method))
            return null;
        var modifiers = string.Concat(declaration.Modifiers.Where(m => !m.IsKind(SyntaxKind.PartialKeyword)).Select(m => m.Text + " "));
        var parameters = method.Parameters.Select(p => $"{(p.IsParams ? "params " : "")}{Reference(p.RefKind)}{state.Types.Describe(p.Type).FullName} @{p.Name}");
        return $"{modifiers}partial {(method.ReturnsVoid ? "void" : state.Types.Describe(method.ReturnType).FullName)} {TypeDescriber.Escaped(method.Name)}({string.Join(", ", parameters)})";
    }

    // Analyzers see the generated half as well.
    public static bool HasOwnImplementation(IMethodSymbol method) =>
        method.PartialImplementationPart?.DeclaringSyntaxReferences.FirstOrDefault() is { } reference
        && !reference.SyntaxTree.FilePath.EndsWith(".g.cs", StringComparison.OrdinalIgnoreCase);

    public static string Reference(RefKind kind) => kind switch
    {
        RefKind.None => "",
        RefKind.Ref => "ref ",
        RefKind.Out => "out ",
        RefKind.In => "in ",
        _ => "ref readonly ",
    };

    private static bool IsFirst(IMethodSymbol method) =>
        !method.ContainingType.GetMembers(method.Name).OfType<IMethodSymbol>()
            .TakeWhile(other => !SymbolEqualityComparer.Default.Equals(other, method))
            .Any(other => other.IsPartialDefinition && other.Parameters.Select(p => p.Type).SequenceEqual(method.Parameters.Select(p => p.Type), SymbolEqualityComparer.Default));
}
