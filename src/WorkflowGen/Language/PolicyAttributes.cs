using System.Diagnostics.CodeAnalysis;

namespace WorkflowGen;

/// <summary>How the delay grows from one retry to the next.</summary>
public enum Backoff
{
    /// <summary>The same delay every time.</summary>
    Constant = 0,

    /// <summary>delay, 2·delay, 3·delay, …</summary>
    Linear = 1,

    /// <summary>delay, 2·delay, 4·delay, …</summary>
    Exponential = 2,
}

/// <summary>What running a step a second time would do, were the process to die before the first result is recorded.</summary>
[SuppressMessage("Design", "CA1008", Justification = "Unspecified is the zero value.")]
public enum Idempotency
{
    /// <summary>The author has not said.</summary>
    Unspecified = 0,

    /// <summary>A repeat does no harm: reading, computing, overwriting the same value.</summary>
    Safe = 1,

    /// <summary>The other side drops repeats that carry the same <see cref="StepContext.IdempotencyKey"/>.</summary>
    Keyed = 2,

    /// <summary>
    /// The step must not run twice. Its start is committed before it begins; a run that died in it is parked for an operator
    /// rather than started again.
    /// </summary>
    AtMostOnce = 3,

    /// <summary>
    /// The step writes through <see cref="StepContext.Transaction"/>, in the same database transaction as its checkpoint: exactly once. Needs a store that offers it (PostgreSQL); with another the engine does not start.
    /// </summary>
    Transactional = 4,
}

/// <summary>
/// Tries a failed step again. Durations are written <c>"250ms"</c>, <c>"10s"</c>, <c>"5m"</c>, <c>"3h"</c>, <c>"2d"</c> and checked at build.
/// Attempts, delays and backoff survive a crash.
/// </summary>
/// <param name="attempts">How often the step may run in total, the first time included: at least 1.</param>
/// <param name="delay">The wait before the second attempt.</param>
/// <param name="backoff">How the wait grows after that.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RetryAttribute(int attempts, string delay = "0s", Backoff backoff = Backoff.Constant) : Attribute
{
    /// <summary>How often the step may run in total, the first time included.</summary>
    public int Attempts { get; } = attempts;

    /// <summary>The wait before the second attempt, as a duration.</summary>
    public string Delay { get; } = delay;

    /// <summary>How the wait grows.</summary>
    public Backoff Backoff { get; } = backoff;

    /// <summary>An upper bound of the wait, as a duration; null: one day.</summary>
    public string? Max { get; set; }

    /// <summary>
    /// The part of each wait that is random, from 0 (the default, none) to 1: a wait of d becomes one between d·(1−Jitter) and d. It is derived from the run and the attempt,
    /// so that it is the same after a crash.
    /// </summary>
    public double Jitter { get; set; }

    /// <summary>Only these exceptions, and types derived from them, are retried; null or empty: all.</summary>
    [SuppressMessage("Performance", "CA1819", Justification = "Attribute arguments are arrays.")]
    public Type[]? On { get; set; }

    /// <summary>These exceptions, and types derived from them, are not retried. Wins over <see cref="On"/>.</summary>
    [SuppressMessage("Performance", "CA1819", Justification = "Attribute arguments are arrays.")]
    public Type[]? Unless { get; set; }
}

/// <summary>
/// Bounds how long a step may take. A step that times out has failed with a <see cref="TimeoutException"/>: never a success, even if it ignores its token and
/// returns later.
/// </summary>
/// <param name="perAttempt">The bound of each attempt, as a duration (<c>"10s"</c>); null: none.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TimeoutAttribute(string? perAttempt = null) : Attribute
{
    /// <summary>The bound of each attempt, as a duration; null: none.</summary>
    public string? PerAttempt { get; } = perAttempt;

    /// <summary>The bound over all attempts and the waits between them, as a duration; null: none.</summary>
    public string? Total { get; set; }
}

/// <summary>Says what a repeat of the step would do. See <see cref="WorkflowGen.Idempotency"/>.</summary>
/// <param name="kind">What a repeat does.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class IdempotencyAttribute(Idempotency kind) : Attribute
{
    /// <summary>What a repeat does.</summary>
    public Idempotency Kind { get; } = kind;
}

/// <summary>
/// Allows what the determinism rules (WFG1xxx) would reject, in this member and what it calls, or in a whole type or assembly. An audit can list these.
/// </summary>
/// <param name="reason">Why it is right here; must not be blank.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Constructor | AttributeTargets.Field | AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface | AttributeTargets.Assembly, Inherited = false)]
public sealed class AllowNondeterminismAttribute(string reason) : Attribute
{
    /// <summary>Why it is right here.</summary>
    public string Reason { get; } = reason;
}
