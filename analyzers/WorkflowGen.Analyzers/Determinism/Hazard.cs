using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace WorkflowGen.Analyzers.Determinism;

/// <summary>A use of something that can differ from one run of the same code to the next.</summary>
/// <param name="Api">What is used, as a message names it: <c>DateTime.UtcNow</c>.</param>
/// <param name="Advice">What to do instead.</param>
/// <param name="Replacement">What a fix may write in its place, or null. See <see cref="Replacements"/>.</param>
internal sealed record Hazard(string RuleId, string Api, string Advice, Zone Zones, Location Location, string? Replacement = null)
{
    /// <summary>The members of another assembly on the way from the one that is called to the use, in words. Empty for what is found in source.</summary>
    public ImmutableArray<string> Through { get; init; } = ImmutableArray<string>.Empty;
}

/// <summary>What the code fix writes; the names are shared with it through the diagnostic's properties.</summary>
internal static class Replacements
{
    public const string Property = "Replacement";

    public const string UtcDateTime = "UtcDateTime";
    public const string UtcDate = "UtcDate";
    public const string UtcNow = "UtcNow";
    public const string NewGuid = "NewGuid";
    public const string Random = "Random";
    public const string InvariantArgument = "InvariantArgument";
    public const string InvariantCasing = "InvariantCasing";
    public const string InvariantInterpolation = "InvariantInterpolation";
    public const string InvariantCulture = "InvariantCulture";
    public const string OrdinalComparison = "OrdinalComparison";
}
