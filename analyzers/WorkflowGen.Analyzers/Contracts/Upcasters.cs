using Microsoft.CodeAnalysis;
using WorkflowGen.Roslyn.Parsing;

namespace WorkflowGen.Analyzers.Contracts;

/// <summary>The methods of a workflow that read what earlier shapes wrote.</summary>
internal static class Upcasters
{
    /// <summary>By the step or input that they are for.</summary>
    public static Dictionary<string, string> Of(INamedTypeSymbol workflow)
    {
        var upcasters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var method in workflow.GetMembers().OfType<IMethodSymbol>())
        {
            foreach (var attribute in method.GetAttributes())
            {
                if (KnownTypes.LanguageAttribute(attribute) == "Upcast" && AttributeArguments.Name(attribute, 0) is { Length: > 0 } of && !upcasters.ContainsKey(of))
                    upcasters.Add(of, method.Name);
            }
        }
        return upcasters;
    }
}
