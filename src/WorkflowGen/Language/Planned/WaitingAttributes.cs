namespace WorkflowGen;

/// <summary>Waits for a value from outside, delivered once per key, in order.</summary>
/// <remarks>Part of the language, but not executed by this version: its use is an error (WFG0017).</remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SignalAttribute : Attribute
{
    /// <summary>How long to wait, as a duration; null: for ever.</summary>
    public string? Timeout { get; set; }

    /// <summary>Whether a signal that comes early is kept.</summary>
    public bool Buffered { get; set; } = true;
}

/// <summary>A signal that is shown to people as a form.</summary>
/// <remarks>Part of the language, but not executed by this version: its use is an error (WFG0017).</remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class HumanTaskAttribute : Attribute
{
    /// <summary>What the form is called.</summary>
    public string? Title { get; set; }

    /// <summary>How long to wait, as a duration; null: for ever.</summary>
    public string? Timeout { get; set; }
}

/// <summary>Waits, durably.</summary>
/// <remarks>Part of the language, but not executed by this version: its use is an error (WFG0017).</remarks>
/// <param name="duration">How long, as a duration; null: the method says.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DelayAttribute(string? duration = null) : Attribute
{
    /// <summary>How long, as a duration; null: the method says.</summary>
    public string? Duration { get; } = duration;
}

/// <summary>Runs another workflow as a step.</summary>
/// <remarks>Part of the language, but not executed by this version: its use is an error (WFG0017).</remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChildAttribute : Attribute
{
    /// <summary>Starts it and goes on.</summary>
    public bool Detached { get; set; }
}

/// <summary>A signal that cancels a region of steps.</summary>
/// <remarks>Part of the language, but not executed by this version: its use is an error (WFG0017).</remarks>
/// <param name="signal">The signal, by <see langword="nameof"/>.</param>
/// <param name="steps">The steps of the region, by <see langword="nameof"/>.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, AllowMultiple = true)]
public sealed class CancelOnAttribute(string signal, params string[] steps) : Attribute
{
    /// <summary>The signal.</summary>
    public string Signal { get; } = signal;

    /// <summary>The steps of the region.</summary>
    public IReadOnlyList<string> Steps { get; } = steps;
}

/// <summary>A milestone: the step runs only after one step and before another.</summary>
/// <remarks>Part of the language, but not executed by this version: its use is an error (WFG0017).</remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnlyAttribute : Attribute
{
    /// <summary>The step that opens the window, by <see langword="nameof"/>.</summary>
    public string? After { get; set; }

    /// <summary>The step that closes it, by <see langword="nameof"/>.</summary>
    public string? Before { get; set; }
}
