namespace WorkflowGen;

/// <summary>Undoes the step when the run fails or is cancelled later.</summary>
/// <remarks>Part of the language, but not executed by this version: its use is an error (WFG0017).</remarks>
/// <param name="compensation">The compensating method, by <see langword="nameof"/>.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CompensateWithAttribute(string compensation) : Attribute
{
    /// <summary>The compensating method.</summary>
    public string Compensation { get; } = compensation;
}
