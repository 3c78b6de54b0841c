namespace WorkflowGen;

/// <summary>
/// Makes a partial class a workflow: its methods marked <see cref="StepAttribute"/> are the steps, and the graph between them
/// follows from the types that they take and return.
/// </summary>
/// <param name="name">
/// The stable name under which runs are stored (<c>^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$</c>, without <c>..</c>); unique per version in a compilation.
/// Left out, it is the name of the class, which then cannot be renamed while runs are under way.
/// </param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class WorkflowAttribute(string? name = null) : Attribute
{
    /// <summary>The stable name, or null for the name of the class.</summary>
    public string? Name { get; } = name;

    /// <summary>The version of the definition, from 1. Runs finish on the version that started them.</summary>
    public int Version { get; set; } = 1;

    /// <summary>
    /// Whether a step that fails for good (and is handled by no <see cref="CatchAttribute"/>) stops the others at once, by their tokens: true by default. If not, everything that does not depend on it still runs, and the run fails then.
    /// </summary>
    public bool FailFast { get; set; } = true;

    /// <summary>
    /// A <see cref="System.Text.Json.Serialization.JsonSerializerContext"/> with every handoff type of the workflow: values are then
    /// serialised without reflection, fit for trimming and ahead-of-time compilation. Null: by reflection.
    /// </summary>
    public Type? JsonContext { get; set; }
}
