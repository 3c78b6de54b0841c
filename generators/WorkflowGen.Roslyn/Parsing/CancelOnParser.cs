using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Parsing;

/// <summary>Reads the [CancelOn]s of the class and of its methods.</summary>
internal static class CancelOnParser
{
    public static EquatableArray<CancelOnModel> Parse(ParseState state, ImmutableArray<IMethodSymbol> nodes)
    {
        var found = ImmutableArray.CreateBuilder<CancelOnModel>();
        Add(state.Type, () => Anchor.Class);
        var isNode = new HashSet<ISymbol>(nodes, SymbolEqualityComparer.Default);
        for (var i = 0; i < nodes.Length; i++)
        {
            var index = i;
            Add(nodes[i], () => Anchor.Step(index));
        }
        foreach (var member in state.Type.GetMembers())
        {
            if (member is IMethodSymbol && !isNode.Contains(member))
                Add(member, () => state.AnchorOf(member));
        }
        return new(found.ToImmutable());

        void Add(ISymbol symbol, Func<Anchor> anchor)
        {
            foreach (var attribute in symbol.GetAttributes())
            {
                if (KnownTypes.LanguageAttribute(attribute) == "CancelOn")
                {
                    found.Add(new(
                        AttributeArguments.Name(attribute, 0) ?? "",
                        AttributeArguments.Strings(attribute).Skip(1).ToEquatableArray(),
                        anchor().On("CancelOn")));
                }
            }
        }
    }
}
