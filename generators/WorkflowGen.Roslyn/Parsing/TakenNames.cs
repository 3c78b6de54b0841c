using Microsoft.CodeAnalysis;
using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Parsing;

/// <summary>Finds the names that generated code would use and the author, or a base class, has used before.</summary>
internal static class TakenNames
{
    public const string Executor = "Executor";
    public const string Definition = "Definition";
    public const string Steps = "Steps";
    public const string Start = "Start";
    public const string ClientSuffix = "Client";
    public const string RunSuffix = "Run";

    public static EquatableArray<string> Of(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        var taken = new SortedSet<string>(StringComparer.Ordinal);
        for (var current = type; current is not null && current.SpecialType != SpecialType.System_Object; current = current.BaseType)
        {
            // Executor2 as well: it is what we would turn to.
            taken.UnionWith(current.MemberNames.Where(name => IsWanted(name)));
        }

        foreach (var suffix in new[] { ClientSuffix, RunSuffix })
        {
            var name = type.Name + suffix;
            IEnumerable<ISymbol> beside = type.ContainingType is { } outer ? outer.GetMembers(name) : type.ContainingNamespace.GetMembers(name);
            if (beside.Any(member => !IsPartialClass(member, cancellationToken)))
                taken.Add(name);
        }
        return taken.ToEquatableArray();
    }

    private static bool IsWanted(string name) =>
        name == Definition || name.StartsWith(Executor, StringComparison.Ordinal) || name.StartsWith(Steps, StringComparison.Ordinal) || name.StartsWith(Start, StringComparison.Ordinal);

    // A part of the client (or the handle) that the author adds members in.
    private static bool IsPartialClass(ISymbol member, CancellationToken cancellationToken) =>
        member is INamedTypeSymbol { TypeKind: TypeKind.Class, Arity: 0, IsRecord: false } type && ClassParser.IsPartial(type, cancellationToken);
}
