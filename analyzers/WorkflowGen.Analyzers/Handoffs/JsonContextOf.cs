using Microsoft.CodeAnalysis;
using WorkflowGen.Roslyn.Parsing;

namespace WorkflowGen.Analyzers.Handoffs;

/// <summary>The JsonSerializerContext that a workflow names.</summary>
internal static class JsonContextOf
{
    public static INamedTypeSymbol? Workflow(INamedTypeSymbol workflow)
    {
        foreach (var attribute in workflow.GetAttributes())
        {
            if (KnownTypes.LanguageAttribute(attribute) == "Workflow" && AttributeArguments.Named(attribute, "JsonContext")?.Value is INamedTypeSymbol context)
                return context;
        }
        return null;
    }

    /// <summary>Whether its options say that fields are written: <c>[JsonSourceGenerationOptions(IncludeFields = true)]</c>.</summary>
    public static bool IncludesFields(INamedTypeSymbol context) =>
        JsonAttributes.Find(context, "JsonSourceGenerationOptionsAttribute") is { } options
        && AttributeArguments.Named(options, "IncludeFields")?.Value is true;
}
