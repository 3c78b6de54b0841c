namespace WorkflowGen;

/// <summary>
/// Undoes the step, once it has completed, when the run fails or is cancelled later. Compensations run one at a time, in the reverse order in which their steps finished, through crashes too. Each may carry
/// <see cref="RetryAttribute"/> and <see cref="TimeoutAttribute"/> of its own; one that fails for good parks the run for an operator.
/// </summary>
/// <remarks>
/// The compensation is a method of the class without <see cref="StepAttribute"/>. Its parameters are the step's own (matched by name and type), the step's result (matched by type), <see cref="StepContext"/>,
/// <see cref="CancellationToken"/>, and <see cref="StepFailure"/>: null where the run was cancelled. What it takes is recorded with the step's completion. A step that ran in several rounds, or once per element, is undone as often.
/// </remarks>
/// <param name="compensation">The compensating method, by <see langword="nameof"/>.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CompensateWithAttribute(string compensation) : Attribute
{
    /// <summary>The compensating method.</summary>
    public string Compensation { get; } = compensation;
}
