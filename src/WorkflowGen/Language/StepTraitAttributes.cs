namespace WorkflowGen;

/// <summary>
/// Fails an attempt that does not call <see cref="StepContext.Heartbeat{T}(T)"/> for so long; it is then retried as after any failure. What the last call reported is handed to the next attempt
/// (<see cref="StepContext.LastHeartbeat{T}"/>).
/// </summary>
/// <param name="interval">The longest silence, as a duration.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class HeartbeatAttribute(string interval) : Attribute
{
    /// <summary>The longest silence, as a duration.</summary>
    public string Interval { get; } = interval;
}

/// <summary>The step computes from its parameters alone (rules of decisions, WFG1xxx) and needs no checkpoint of its own: the next one that is written carries it. After a crash it may be computed again.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PureAttribute : Attribute;

/// <summary>The step had another name before: what runs under way have recorded under it is this step's. Several times for several names; it stays for as long as there are runs that have the old name.</summary>
/// <param name="from">The earlier name, which no step has now.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class RenamedAttribute(string from) : Attribute
{
    /// <summary>The earlier name.</summary>
    public string From { get; } = from;
}

/// <summary>
/// Reads what an earlier shape of a step's result (or of an input) wrote: a static method of the workflow that takes the recorded value, as <see cref="System.Text.Json.JsonElement"/> or as a type that reads it, and
/// returns what the step hands over now. It is asked for values that were recorded before the run first met the current shape, and is a decision: it computes from what it is given alone (rules WFG1xxx).
/// </summary>
/// <param name="of">The name of the step or signal whose result it reads, or of an input of the workflow.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class UpcastAttribute(string of) : Attribute
{
    /// <summary>The name of the step or signal whose result it reads, or of an input of the workflow.</summary>
    public string Of { get; } = of;
}
