using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using WorkflowGen.Analyzers.Determinism.Calls;
using WorkflowGen.Roslyn;

namespace WorkflowGen.Analyzers.Determinism.Hazards;

/// <summary>GetHashCode of strings, objects and what is made of them: seeded anew in every process, or an address.</summary>
internal static class HashCodeHazards
{
    public static void Check(IOperation operation, HazardSink sink)
    {
        var (method, instance) = operation switch
        {
            IInvocationOperation call => (call.TargetMethod, call.Instance),
            IMethodReferenceOperation reference => (reference.Method, reference.Instance),
            _ => (null, null),
        };
        if (method is not { Name: "GetHashCode" } || instance is null)
        {
            return;
        }

        var hashed = method.Parameters.Length > 0 && method.Parameters[0].Type is { } argument && method.ContainingType.Name.EndsWith("Comparer", System.StringComparison.Ordinal)
            ? argument
            : Use.ActualType(instance).Type ?? method.ContainingType;
        if (method.ContainingType.FullName() == "System.StringComparer" || IsStable(hashed, sink, 0))
        {
            return;
        }

        sink.Add(new(RuleIds.UnstableHashCode, $"{TypeName(hashed)}.GetHashCode", Advice.HashCode, Zone.Both, Use.LocationOf(operation)));
    }

    private static string TypeName(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_String => "string",
        SpecialType.System_Object => "object",
        _ => type.Name,
    };

    private static bool IsStable(ITypeSymbol type, HazardSink sink, int depth)
    {
        if (depth > 8)
        {
            return false;
        }

        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
        {
            return IsStable(nullable.TypeArguments[0], sink, depth + 1);
        }

        if (type.TypeKind == TypeKind.Enum || type.SpecialType is >= SpecialType.System_Boolean and <= SpecialType.System_Double)
        {
            return true;
        }

        if (type.FullName() is "System.Guid" or "System.DateTime" or "System.DateTimeOffset" or "System.TimeSpan" or "System.DateOnly" or "System.TimeOnly" or "System.Half" or "System.Int128" or "System.UInt128" or "System.Text.Rune" or "System.Version")
        {
            return true;
        }

        // An override written by the user is followed like any other call.
        return sink.IsFollowed(type) && type.SelfAndBases().TakeWhile(sink.IsFollowed).Any(t =>
            t.GetMembers("GetHashCode").OfType<IMethodSymbol>().Any(m => !m.IsImplicitlyDeclared && m.Parameters.IsEmpty && !m.HasAttribute("System.Runtime.CompilerServices.CompilerGeneratedAttribute")));
    }
}
