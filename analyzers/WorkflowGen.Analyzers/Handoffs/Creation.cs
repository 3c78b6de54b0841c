using Microsoft.CodeAnalysis;

namespace WorkflowGen.Analyzers.Handoffs;

/// <summary>Chooses the constructor by which System.Text.Json creates an object that it reads.</summary>
internal static class Creation
{
    /// <summary>Whether an object can be created. The order is the serialiser's: [JsonConstructor], then none for a struct, then the one without parameters, then the only public one.</summary>
    /// <param name="constructor">The constructor whose parameters are taken from members; null: there are none.</param>
    /// <param name="obstacle">Why it cannot, as the end of a sentence.</param>
    public static bool Choose(INamedTypeSymbol type, out IMethodSymbol? constructor, out string? obstacle)
    {
        constructor = null;
        obstacle = null;
        var constructors = type.InstanceConstructors;
        var marked = constructors.FirstOrDefault(c => JsonAttributes.Has(c, "JsonConstructorAttribute"));
        if (marked is null && type.IsValueType)
            return true;

        var shown = constructors.Where(c => c.DeclaredAccessibility == Accessibility.Public).ToList();
        constructor = marked ?? shown.FirstOrDefault(c => c.Parameters.IsEmpty) ?? (shown.Count == 1 ? shown[0] : null);
        if (constructor is null)
        {
            obstacle = shown.Count == 0
                ? "a type without a public constructor, so it cannot be read back"
                : "a type with several public constructors, so it cannot be read back: mark one [JsonConstructor]";
            return false;
        }

        var chosen = constructor;
        var members = SerialisedMember.Of(type, chosen).Select(m => m.Name).ToList();
        var stray = chosen.Parameters.FirstOrDefault(p => !members.Contains(p.Name, StringComparer.OrdinalIgnoreCase));
        if (stray is null)
            return true;
        obstacle = $"a type that cannot be read back: no public member matches its constructor's parameter '{stray.Name}'";
        return false;
    }
}
