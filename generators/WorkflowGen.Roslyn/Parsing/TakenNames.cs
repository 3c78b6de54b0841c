using Microsoft.CodeAnalysis;
using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Parsing;

/// <summary>Finds the names that generated code would use and the author, or a base class, has used before.</summary>
internal static class TakenNames
{
    public const string Executor = "Executor";
    public const string Definition = "Definition";
    public const string ClientSuffix = "Client";

    public static EquatableArray<string> Of(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        var taken = new SortedSet<string>(StringComparer.Ordinal);
        for (var current = type; current is not null && current.SpecialType != SpecialType.System_Object; current = current.BaseType)
        {
            // Executor2 as well: it is what we would turn to.
            taken.UnionWith(current.MemberNames.Where(name => name == Definition || name.StartsWith(Executor, StringComparison.Ordinal)));
        }

        var client = type.Name + ClientSuffix;
        IEnumerable<ISymbol> beside = type.ContainingType is { } outer ? outer.GetMembers(client) : type.ContainingNamespace.GetMembers(client);
        if (beside.Any(member => !IsPartialClass(member, cancellationToken)))
            taken.Add(client);
        return taken.ToEquatableArray();
    }

    // A part of the client that the author adds members in.
    private static bool IsPartialClass(ISymbol member, CancellationToken cancellationToken) =>
        member is INamedTypeSymbol { TypeKind: TypeKind.Class, Arity: 0, IsRecord: false } type && ClassParser.IsPartial(type, cancellationToken);
}
