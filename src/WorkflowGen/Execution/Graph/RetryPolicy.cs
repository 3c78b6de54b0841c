namespace WorkflowGen.Execution;

/// <summary>When and after what wait a failed attempt is followed by another. Immutable.</summary>
/// <param name="attempts">The total, first one included: at least 1.</param>
/// <param name="delay">The wait before the second attempt.</param>
/// <param name="backoff">How the wait grows.</param>
public sealed class RetryPolicy(int attempts, TimeSpan delay, Backoff backoff)
{
    /// <summary>The total number of attempts, the first included.</summary>
    public int Attempts { get; } = attempts;

    /// <summary>The wait before the second attempt.</summary>
    public TimeSpan Delay { get; } = delay;

    /// <summary>How the wait grows.</summary>
    public Backoff Backoff { get; } = backoff;

    /// <summary>An upper bound of each wait; one day by default.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromDays(1);

    /// <summary>The random part of each wait, 0 to 1.</summary>
    public double Jitter { get; init; }

    /// <summary>Whether an exception is worth another attempt; null: every one is.</summary>
    public Func<Exception, bool>? Handles { get; init; }

    /// <summary>The wait after a failed attempt.</summary>
    /// <param name="attempt">The attempt that failed, from 1.</param>
    /// <param name="random">A number from 0 to 1 that decides the jitter.</param>
    public TimeSpan DelayAfter(int attempt, double random)
    {
        var factor = Backoff switch
        {
            Backoff.Constant => 1.0,
            Backoff.Linear => attempt,
            _ => Math.Pow(2, attempt - 1),
        };
        var ticks = Math.Min(Delay.Ticks * factor, MaxDelay.Ticks);
        return TimeSpan.FromTicks((long)(ticks * (1 - (Jitter * random))));
    }
}
