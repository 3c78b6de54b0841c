using Microsoft.CodeAnalysis;
using WorkflowGen.Analyzers.Handoffs;
using WorkflowGen.Roslyn.Parsing;

namespace WorkflowGen.Analyzers.Contracts;

/// <summary>What a context's [JsonSourceGenerationOptions] says about how values are written; without a context, what reflection does.</summary>
internal sealed record SerialiserOptions(bool HasContext)
{
    public bool IncludeFields { get; init; }

    public bool EnumsByName { get; init; }

    /// <summary>The number of a JsonKnownNamingPolicy.</summary>
    public int Naming { get; init; }

    /// <summary>The number of a JsonIgnoreCondition.</summary>
    public int Ignoring { get; init; }

    public bool RequiresConstructorParameters { get; init; }

    public static SerialiserOptions Of(INamedTypeSymbol workflow)
    {
        if (JsonContextOf.Workflow(workflow) is not { } context)
            return new(false);
        if (JsonAttributes.Find(context, "JsonSourceGenerationOptionsAttribute") is not { } said)
            return new(true);
        var isWeb = said.ConstructorArguments is [{ Value: 1 }, ..];
        return new(true)
        {
            IncludeFields = AttributeArguments.Named(said, "IncludeFields")?.Value is true,
            EnumsByName = AttributeArguments.Named(said, "UseStringEnumConverter")?.Value is true || HasEnumConverter(said),
            Naming = AttributeArguments.Named(said, "PropertyNamingPolicy")?.Value as int? ?? (isWeb ? JsonNames.CamelCase : 0),
            Ignoring = AttributeArguments.Named(said, "DefaultIgnoreCondition")?.Value as int? ?? 0,
            RequiresConstructorParameters = AttributeArguments.Named(said, "RespectRequiredConstructorParameters")?.Value is true,
        };
    }

    private static bool HasEnumConverter(AttributeData said) =>
        AttributeArguments.Named(said, "Converters") is { Kind: TypedConstantKind.Array, IsNull: false } converters
        && converters.Values.Any(v => v.Value is INamedTypeSymbol { Name: "JsonStringEnumConverter" });
}
