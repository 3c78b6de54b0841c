using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace WorkflowGen.Execution;

/// <summary>
/// Lets an abstract class be handed over without attributes: its cases are the concrete classes below it in its own assembly, told apart by their names in <c>$type</c>. A value is matched against these, never used to load a type.
/// </summary>
internal static class ClosedFamily
{
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Only reached by reflection, whose entry says so.")]
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "As above.")]
    public static void NameCases(JsonTypeInfo type)
    {
        // What the author has said by [JsonDerivedType] or [JsonPolymorphic] stands.
        if (type.Kind != JsonTypeInfoKind.Object || !type.Type.IsAbstract || type.Type.IsInterface || type.PolymorphismOptions is not null)
            return;
        var cases = type.Type.Assembly.GetTypes()
            .Where(t => t.IsSubclassOf(type.Type) && !t.IsAbstract && !t.ContainsGenericParameters)
            .OrderBy(static t => t.FullName, StringComparer.Ordinal)
            .ToList();
        if (cases.Count == 0)
            return;
        var options = new JsonPolymorphismOptions { UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization };
        foreach (var @case in cases)
        {
            // The bare name reads best, and survives a move to another namespace; of two with the same, the full ones.
            var name = cases.Count(c => c.Name == @case.Name) == 1 ? @case.Name : @case.FullName!;
            options.DerivedTypes.Add(new JsonDerivedType(@case, name));
        }
        type.PolymorphismOptions = options;
    }
}
