using Microsoft.CodeAnalysis;

namespace WorkflowGen.Roslyn.Parsing;

/// <summary>Tells how widely a step's parameters and result can be named.</summary>
internal static class StepAccess
{
    /// <summary>More parameters no Func takes.</summary>
    private const int MaxParameters = 16;

    /// <returns><c>public</c>, <c>internal</c>, or null: a type of it is hidden in another, or there is no delegate of its form.</returns>
    public static string? Of(IMethodSymbol method)
    {
        if (method.Parameters.Length > MaxParameters || method.IsGenericMethod || method.RefKind != RefKind.None || method.IsVararg)
            return null;
        var access = Accessibility.Public;
        if (!method.ReturnsVoid && !Narrow(method.ReturnType, ref access))
            return null;
        foreach (var parameter in method.Parameters)
        {
            if (parameter.RefKind != RefKind.None || parameter.Type.IsRefLikeType || !Narrow(parameter.Type, ref access))
                return null;
        }
        return access == Accessibility.Public ? "public" : "internal";
    }

    /// <returns><c>public</c>, <c>internal</c>, or null: it cannot be named from outside.</returns>
    public static string? Of(ITypeSymbol type)
    {
        var access = Accessibility.Public;
        return !Narrow(type, ref access) ? null : access == Accessibility.Public ? "public" : "internal";
    }

    /// <summary>False: it cannot be named from outside.</summary>
    private static bool Narrow(ITypeSymbol type, ref Accessibility access)
    {
        switch (type)
        {
            case IArrayTypeSymbol array:
                return Narrow(array.ElementType, ref access);
            case not INamedTypeSymbol or IErrorTypeSymbol:
                return type.TypeKind == TypeKind.Dynamic;
            case INamedTypeSymbol { IsFileLocal: true }:
                return false;
        }
        for (var current = (INamedTypeSymbol?)type; current is not null; current = current.ContainingType)
        {
            switch (current.DeclaredAccessibility)
            {
                case Accessibility.Public:
                    break;
                case Accessibility.Internal or Accessibility.ProtectedOrInternal:
                    access = Accessibility.Internal;
                    break;
                default:
                    return false;
            }
            foreach (var argument in current.TypeArguments)
            {
                if (!Narrow(argument, ref access))
                    return false;
            }
        }
        return true;
    }
}
