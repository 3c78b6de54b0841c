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

/// <summary>The step had another name in an earlier version.</summary>
/// <remarks>Part of the language, but not executed by this version: its use is an error (WFG0017).</remarks>
/// <param name="from">The earlier name.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RenamedAttribute(string from) : Attribute
{
    /// <summary>The earlier name.</summary>
    public string From { get; } = from;
}
