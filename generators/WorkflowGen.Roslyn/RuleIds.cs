namespace WorkflowGen.Roslyn;

/// <summary>
/// Every rule's id: 0xxx structure, 1xxx determinism, 2xxx handoffs, 3xxx control flow, 4xxx contracts and versions, 5xxx policies, 6xxx manifests.
/// A number is never computed and never used again. The names of the C# field and of the rule's page and tests agree.
/// </summary>
internal static class RuleIds
{
    // 1xxx: determinism
    public const string AmbientClock = "WFG1001";
    public const string AmbientRandomness = "WFG1002";
    public const string EnvironmentFact = "WFG1003";
    public const string Scheduling = "WFG1004";
    public const string EffectInDecision = "WFG1005";
    public const string StaticState = "WFG1006";
    public const string HashOrder = "WFG1007";
    public const string UnstableHashCode = "WFG1008";
    public const string AmbientCulture = "WFG1009";
    public const string ReflectionOrder = "WFG1010";
    public const string BlankReason = "WFG1011";
    public const string NeedlessAllowance = "WFG1012";

    public static string HelpLink(string id) => $"https://github.com/workflowgen/workflowgen/blob/main/docs/rules/{id}.md";
}
