namespace WorkflowGen;

/// <summary>
/// Runs the step when another has failed for good; otherwise it is skipped. The run then goes on: what needs the failed step's result is skipped, unless this step hands over a value of that type, which stands in for it.
/// The step may take a <see cref="StepFailure"/>. On several steps: the first one declared whose step failed.
/// </summary>
/// <param name="step">The step whose failure is handled, by <see langword="nameof"/>.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CatchAttribute(string step) : Attribute
{
    /// <summary>The step whose failure is handled.</summary>
    public string Step { get; } = step;
}

/// <summary>
/// Runs the step at the very end, whatever happened: after all others have settled or been given up, and after compensations. What it takes from other steps must be nullable, or it is skipped where that is missing:
/// a parameter of type <see cref="StepFailure"/> makes it run only after a failure, one of <c>StepFailure?</c> always. When it fails itself, so does the run.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FinallyAttribute : Attribute;

/// <summary>When this step has completed the run is done: what still runs or waits is cancelled (not compensated), and the run is completed. With a result that converts to the run's, it is that result.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EndAttribute : Attribute;

/// <summary>
/// Runs the step only when a guard does not hold: the opposite of <see cref="WhenAttribute"/>. Of two steps with the same guard, one <c>[When]</c> and one <c>[Unless]</c>, exactly one runs, which the compiler knows.
/// </summary>
/// <param name="guard">The guard's name, by <see langword="nameof"/>.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class UnlessAttribute(string guard) : Attribute
{
    /// <summary>The guard method's name.</summary>
    public string Guard { get; } = guard;
}
