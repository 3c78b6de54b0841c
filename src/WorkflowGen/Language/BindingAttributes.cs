namespace WorkflowGen;

/// <summary>Names the step or input that a parameter's value comes from, where its type and name alone do not say.</summary>
/// <param name="sources">Names of steps or inputs, by <see langword="nameof"/>. Several are alternatives, of which exactly one runs: proven by the compiler, from guards, types and failures.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class FromAttribute(params string[] sources) : Attribute
{
    /// <summary>The named producers.</summary>
    public IReadOnlyList<string> Sources { get; } = sources;
}

/// <summary>Starts the step only after others have settled (completed or been skipped), though they hand nothing over to it.</summary>
/// <param name="steps">Names of steps, by <see langword="nameof"/>.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class AfterAttribute(params string[] steps) : Attribute
{
    /// <summary>The named steps.</summary>
    public IReadOnlyList<string> Steps { get; } = steps;
}

/// <summary>Marks the step whose result is the run's, where several could be. On several steps of which only one can run, or of which all but one are <see cref="EndAttribute"/>: the result is that of the one that ran.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OutputAttribute : Attribute;

/// <summary>
/// Runs the step only when a guard holds; otherwise it is skipped, and so is every step that needs its result. The guard is a pure
/// <see langword="bool"/> method of the class whose parameters bind as a step's do. Several guards must all hold.
/// </summary>
/// <param name="guard">The guard's name, by <see langword="nameof"/>.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class WhenAttribute(string guard) : Attribute
{
    /// <summary>The guard method's name.</summary>
    public string Guard { get; } = guard;
}
