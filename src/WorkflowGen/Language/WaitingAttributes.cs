namespace WorkflowGen;

/// <summary>
/// Waits for a value from outside, on a partial method without a body: <c>[Signal(Timeout = "3d")] private partial Approval? ManagerApproval(ValidOrder order);</c>. The wait begins when its parameters are there; the value is then handed
/// over as a step's result is. The generated client sends it with a method of its own: durable, delivered once per key, in order, and kept when it comes early. After a timeout the value is null.
/// A method that returns <see cref="IAsyncEnumerable{T}"/> may come any number of times: elements for an <see cref="EachAttribute"/> that are added while it runs.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SignalAttribute : Attribute
{
    /// <summary>How long to wait, as a duration; null: for ever. With a timeout, the method returns a nullable type.</summary>
    public string? Timeout { get; set; }

    /// <summary>Whether a signal that comes before the wait begins is kept; if not, it is lost.</summary>
    public bool Buffered { get; set; } = true;
}

/// <summary>A <see cref="SignalAttribute"/> that people are asked for: it is listed with its title, its parameters are what they are shown, and its result is what they fill in.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class HumanTaskAttribute : Attribute
{
    /// <summary>What the form is called; null: the method's name.</summary>
    public string? Title { get; set; }

    /// <summary>How long to wait, as a duration; null: for ever. With a timeout, the method returns a nullable type.</summary>
    public string? Timeout { get; set; }
}

/// <summary>
/// Waits, durably: never shorter, and once. With a duration, on a partial method without a body (<c>[Delay("1h")] private partial Task CoolOff(Order order);</c>, a node of its own) or on a step (which starts so much later). Without, on
/// a pure method of the class that returns a <see cref="TimeSpan"/> to wait or a <see cref="DateTimeOffset"/> to wait for. A delay hands nothing over; others wait for it by <see cref="AfterAttribute"/>.
/// </summary>
/// <param name="duration">How long, as a duration; null: the method says.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DelayAttribute(string? duration = null) : Attribute
{
    /// <summary>How long, as a duration; null: the method says.</summary>
    public string? Duration { get; } = duration;
}

/// <summary>
/// Runs another workflow as a step, on a partial method without a body whose first parameter is the workflow's class: <c>[Child] private partial Task&lt;Receipt&gt; Bill(BillingWorkflow workflow, LineItem item);</c>. The other parameters are that
/// workflow's inputs, in order. It is a run of its own, started in the commit of the step before it, and cancelled with its parent; when the parent fails, what it has done is undone as a whole.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChildAttribute : Attribute
{
    /// <summary>Starts it and goes on: it is neither waited for nor cancelled, and hands nothing over.</summary>
    public bool Detached { get; set; }
}

/// <summary>A signal without parameters that, whenever it comes, cancels steps that have not completed by then; what needs their results is skipped. Without steps, it cancels the run. The run does not wait for it.</summary>
/// <param name="signal">The signal, by <see langword="nameof"/>.</param>
/// <param name="steps">The steps that are cancelled, by <see langword="nameof"/>; none: the run.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, AllowMultiple = true)]
public sealed class CancelOnAttribute(string signal, params string[] steps) : Attribute
{
    /// <summary>The signal.</summary>
    public string Signal { get; } = signal;

    /// <summary>The steps that are cancelled.</summary>
    public IReadOnlyList<string> Steps { get; } = steps;
}

/// <summary>A milestone: the step or signal begins only after one step has completed and before another has; once that has, it is skipped, and a signal is no longer waited for.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnlyAttribute : Attribute
{
    /// <summary>The step that opens the window, by <see langword="nameof"/>; null: it is open from the start.</summary>
    public string? After { get; set; }

    /// <summary>The step that closes it, by <see langword="nameof"/>; null: it stays open.</summary>
    public string? Before { get; set; }
}
