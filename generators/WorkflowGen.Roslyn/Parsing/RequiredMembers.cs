using Microsoft.CodeAnalysis;

namespace WorkflowGen.Roslyn.Parsing;

/// <summary>Finds what whoever calls a constructor has to set beside it.</summary>
internal static class RequiredMembers
{
    /// <summary>The name of a required member that the constructor does not claim to set, or null.</summary>
    public static string? FirstUnset(IMethodSymbol constructor)
    {
        if (constructor.GetAttributes().Any(a => a.AttributeClass?.Name == "SetsRequiredMembersAttribute"))
            return null;
        for (var type = constructor.ContainingType; type is { SpecialType: SpecialType.None }; type = type.BaseType)
        {
            foreach (var member in type.GetMembers())
            {
                if (member is IFieldSymbol { IsRequired: true } or IPropertySymbol { IsRequired: true })
                    return member.Name;
            }
        }
        return null;
    }
}
