using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using WorkflowGen.Analyzers.Determinism.Calls;

namespace WorkflowGen.Analyzers.Determinism.Hazards;

/// <summary>Members of the framework that are listed in <see cref="ApiTable"/>.</summary>
internal static class KnownApis
{
    public static void Check(IOperation operation, HazardSink sink)
    {
        ISymbol? used = operation switch
        {
            IInvocationOperation call => call.TargetMethod,
            IPropertyReferenceOperation property => property.Property,
            IFieldReferenceOperation field => field.Field,
            IEventReferenceOperation @event => @event.Event,
            IObjectCreationOperation creation => creation.Constructor,
            IMethodReferenceOperation method => method.Method,
            _ => null,
        };
        if (used is not null)
        {
            Check(used, Use.LocationOf(operation), sink);
        }

        if (CreatedByActivator(operation) is INamedTypeSymbol type && type.InstanceConstructors.FirstOrDefault(c => c.Parameters.IsEmpty) is { } constructor)
        {
            Check(constructor, Use.LocationOf(operation), sink);
        }
    }

    /// <summary>The type of which <c>Activator.CreateInstance</c> calls the constructor without parameters.</summary>
    public static ITypeSymbol? CreatedByActivator(IOperation operation) =>
        operation is not IInvocationOperation { TargetMethod: { Name: "CreateInstance", ContainingType: { Name: "Activator" } type } method } call || type.FullName() != "System.Activator" ? null
        : method.TypeArguments.Length == 1 ? method.TypeArguments[0]
        : call.Arguments.Length == 1 && Use.Unconverted(call.Arguments[0].Value) is ITypeOfOperation { TypeOperand: var created } ? created
        : null;

    public static void Check(ISymbol used, Location at, HazardSink sink)
    {
        if (used.ContainingType is null || sink.IsHere(used))
        {
            return;
        }

        foreach (var entry in ApiTable.EntriesFor(used.OriginalDefinition))
        {
            sink.Add(new(entry.RuleId, NameOf(used), entry.Advice, entry.Zones, at, ReplacementFor(entry.RuleId, used)));
        }
    }

    public static string NameOf(ISymbol used) => used switch
    {
        IMethodSymbol { MethodKind: MethodKind.Constructor } => $"new {used.ContainingType.Name}()",
        _ => $"{used.ContainingType.Name}.{used.Name}",
    };

    private static string? ReplacementFor(string ruleId, ISymbol used) => ruleId is not (Roslyn.RuleIds.AmbientClock or Roslyn.RuleIds.AmbientRandomness)
        ? null
        : (used.ContainingType.Name, used.Name) switch
        {
            ("DateTime", "Now" or "UtcNow") => Replacements.UtcDateTime,
            ("DateTime", "Today") => Replacements.UtcDate,
            ("DateTimeOffset", "Now" or "UtcNow") => Replacements.UtcNow,
            ("TimeProvider", "GetUtcNow" or "GetLocalNow") => Replacements.UtcNow,
            ("Guid", "NewGuid" or "CreateVersion7") => Replacements.NewGuid,
            ("Random", ".ctor" or "Shared") => Replacements.Random,
            _ => null,
        };
}
