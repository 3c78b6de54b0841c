using System.Linq;
using Microsoft.CodeAnalysis;

namespace WorkflowGen.Analyzers.Determinism;

/// <summary>Where <c>[AllowNondeterminism]</c> holds: on the member, the property around an accessor, a type around it, or the assembly.</summary>
internal static class Allowance
{
    public static bool Covers(ISymbol member)
    {
        for (ISymbol? current = member; current is not null and not INamespaceSymbol; current = Outer(current))
        {
            if (current.HasAttribute(KnownAttributes.AllowNondeterminism))
            {
                return true;
            }
        }

        return member.ContainingAssembly?.HasAttribute(KnownAttributes.AllowNondeterminism) == true;
    }

    private static ISymbol? Outer(ISymbol symbol) => symbol switch
    {
        IMethodSymbol { AssociatedSymbol: { } property } => property,
        // The attribute may stand on either half of a partial method.
        IMethodSymbol { PartialDefinitionPart: { } definition } when definition.HasAttribute(KnownAttributes.AllowNondeterminism) => definition,
        _ => symbol.ContainingSymbol,
    };
}
