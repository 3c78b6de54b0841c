namespace WorkflowGen.Storage;

/// <summary>
/// A store through which workers in different processes share the bounds of <see cref="LimitAttribute"/>. Those that one process owns (in memory, LiteDB) do not need it: there the process counts.
/// </summary>
/// <remarks>
/// A place is bound to the lease of the run that holds it: it counts as long as that lease is in force by the caller's clock, and is free as soon as the run is given back, taken over, or its lease has run out. Nobody has to clean up after a
/// worker that died.
/// </remarks>
public interface ISharedLimits
{
    /// <summary>Takes a place, if there is one. A repeat of the same run, epoch and node has the place already.</summary>
    ValueTask<LimitAnswer> EnterLimitAsync(LimitRequest request, CancellationToken cancellationToken);

    /// <summary>Gives a place back. One that is not there is ignored, so that a repeat does nothing.</summary>
    ValueTask LeaveLimitAsync(string name, LeaseKey lease, string node, CancellationToken cancellationToken);
}

/// <summary>Asks for a place within a limit.</summary>
public sealed record LimitRequest
{
    /// <summary>The limit's name: 1 to 256 characters.</summary>
    public required string Name { get; init; }

    /// <summary>The lease under which the step runs.</summary>
    public required LeaseKey Lease { get; init; }

    /// <summary>The node, as records name it: 1 to 512 characters.</summary>
    public required string Node { get; init; }

    /// <summary>How many at once; 0: no bound.</summary>
    public required int Concurrency { get; init; }

    /// <summary>How many starts per second, 0: no bound. No second sees more, wherever it begins.</summary>
    public required double PerSecond { get; init; }

    /// <summary>The current time; UTC.</summary>
    public required DateTimeOffset Now { get; init; }
}

/// <summary>What came of asking for a place.</summary>
/// <param name="Granted">Whether the step may start now.</param>
/// <param name="RetryAt">When asking again may help, where only time keeps it out; null: when somebody leaves.</param>
public readonly record struct LimitAnswer(bool Granted, DateTimeOffset? RetryAt);
