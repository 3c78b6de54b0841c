using Microsoft.CodeAnalysis;

namespace WorkflowGen.Roslyn.Parsing;

/// <summary>
/// Recognises the types that the language gives a meaning to, by name and namespace: a look-up by metadata name for each step of each workflow
/// on each edit would cost more than all else that the parser does.
/// </summary>
internal static class KnownTypes
{
    public static bool IsWorkflowGenAttribute(AttributeData attribute) =>
        attribute.AttributeClass is { ContainingType: null, ContainingNamespace: { Name: "WorkflowGen", ContainingNamespace.IsGlobalNamespace: true } };

    /// <summary>The name of one of WorkflowGen's own attributes without its suffix, or null for any other attribute.</summary>
    public static string? LanguageAttribute(AttributeData attribute)
    {
        const string suffix = "Attribute";
        if (!IsWorkflowGenAttribute(attribute))
            return null;
        var name = attribute.AttributeClass!.Name;
        return name.EndsWith(suffix, StringComparison.Ordinal) ? name.Substring(0, name.Length - suffix.Length) : name;
    }

    public static bool IsCancellationToken(ITypeSymbol type) => type is { Name: "CancellationToken", IsValueType: true } && IsIn(type, "System", "Threading");

    public static bool IsStepContext(ITypeSymbol type) =>
        type is { Name: "StepContext", ContainingNamespace: { Name: "WorkflowGen", ContainingNamespace.IsGlobalNamespace: true } };

    public static bool IsStepFailure(ITypeSymbol type) =>
        type is { Name: "StepFailure", ContainingNamespace: { Name: "WorkflowGen", ContainingNamespace.IsGlobalNamespace: true } };

    public static bool IsTaskLike(ITypeSymbol type, string name, int arity) =>
        type is INamedTypeSymbol named && named.Arity == arity && named.Name == name && IsIn(named, "System", "Threading", "Tasks");

    public static bool IsIn(ITypeSymbol type, string outer) =>
        type.ContainingNamespace is { ContainingNamespace.IsGlobalNamespace: true } ns && ns.Name == outer;

    public static bool IsIn(ITypeSymbol type, string outer, string inner) =>
        type.ContainingNamespace is { } ns && ns.Name == inner
        && ns.ContainingNamespace is { ContainingNamespace.IsGlobalNamespace: true } parent && parent.Name == outer;

    public static bool IsIn(ITypeSymbol type, string outer, string middle, string inner) =>
        type.ContainingNamespace is { } ns && ns.Name == inner
        && ns.ContainingNamespace is { } parent && parent.Name == middle
        && parent.ContainingNamespace is { ContainingNamespace.IsGlobalNamespace: true } root && root.Name == outer;

    /// <summary>Whether the compiler itself reports the type as unknown, anywhere inside it.</summary>
    public static bool IsUnknown(ITypeSymbol type) => type switch
    {
        IErrorTypeSymbol => true,
        IArrayTypeSymbol array => IsUnknown(array.ElementType),
        INamedTypeSymbol { IsGenericType: true } named => named.TypeArguments.Any(IsUnknown),
        _ => false,
    };
}
