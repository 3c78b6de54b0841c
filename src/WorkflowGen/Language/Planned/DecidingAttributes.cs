namespace WorkflowGen;

/// <summary>Runs the step when another has failed for good. Its result can stand in for that step's.</summary>
/// <remarks>Part of the language, but not executed by this version: its use is an error (WFG0017).</remarks>
/// <param name="step">The step, by <see langword="nameof"/>.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CatchAttribute(string step) : Attribute
{
    /// <summary>The step whose failure is handled.</summary>
    public string Step { get; } = step;
}

/// <summary>Runs the step at the end, whatever happened.</summary>
/// <remarks>Part of the language, but not executed by this version: its use is an error (WFG0017).</remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FinallyAttribute : Attribute;

/// <summary>When this step is done the run is; what still runs is cancelled.</summary>
/// <remarks>Part of the language, but not executed by this version: its use is an error (WFG0017).</remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EndAttribute : Attribute;
