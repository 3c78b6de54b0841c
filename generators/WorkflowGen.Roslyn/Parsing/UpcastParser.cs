using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Parsing;

/// <summary>Reads [Upcast]. What is of another form, or for nothing that there is, is left out: a rule of its own says so.</summary>
internal static class UpcastParser
{
    public static EquatableArray<UpcastModel> Parse(ParseState state, ImmutableArray<IMethodSymbol> steps, ImmutableArray<ITypeSymbol?> results, HandoffContracts contracts)
    {
        var found = ImmutableArray.CreateBuilder<UpcastModel>();
        foreach (var member in state.Type.GetMembers())
        {
            if (member is not IMethodSymbol { IsStatic: true, IsGenericMethod: false, ReturnsVoid: false, Parameters: [{ RefKind: RefKind.None } taken] } method)
                continue;
            foreach (var attribute in method.GetAttributes())
            {
                if (KnownTypes.LanguageAttribute(attribute) != "Upcast" || AttributeArguments.Name(attribute, 0) is not { } of || found.Any(u => u.Of == of))
                    continue;
                if (TypeOf(of) is { } wanted && state.Compilation.ClassifyCommonConversion(method.ReturnType, wanted) is { IsImplicit: true, IsUserDefined: false })
                    found.Add(new(of, method.Name, IsJsonElement(taken.Type) ? null : state.Types.Describe(taken.Type), contracts.HashOf(wanted)));
            }
        }
        return found.ToEquatableArray();

        ITypeSymbol? TypeOf(string name)
        {
            for (var i = 0; i < steps.Length; i++)
            {
                if (steps[i].Name == name)
                    return results[i];
            }
            return state.Inputs.FirstOrDefault(i => i.Name == name)?.Type;
        }
    }

    private static bool IsJsonElement(ITypeSymbol type) => type.Name == "JsonElement" && KnownTypes.IsIn(type, "System", "Text", "Json");
}
