namespace WorkflowGen.Simulation.Tests;

/// <summary>One node of a run, in its current round.</summary>
internal sealed class NodeModel(StepPlan plan)
{
    public StepPlan Plan => plan;

    public int Round { get; set; } = 1;

    public Settled State { get; set; }

    public int? Value { get; set; }

    /// <summary>What it handed over in the round before, for those who take that.</summary>
    public int? ValueBefore { get; set; }

    /// <summary>When it settled, by the journal.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>Its place among all that settled.</summary>
    public long Order { get; set; }

    public int FailedAttempts { get; set; }

    public DateTimeOffset? RetryAt { get; set; }

    /// <summary>Of a child: the run of the attempt that is under way.</summary>
    public string? ChildId { get; set; }

    /// <summary>Since when this round can have been under way.</summary>
    public DateTimeOffset RoundSince { get; set; }

    public int LoopRound { get; set; } = 1;

    /// <summary>Without FailFast: it was left out because of a failure before it.</summary>
    public bool IsOutOfReach { get; set; }

    public void BeginRound(DateTimeOffset at)
    {
        ValueBefore = Value;
        Round++;
        (State, Value, FailedAttempts, RetryAt, ChildId, RoundSince, IsOutOfReach) = (Settled.No, null, 0, null, null, at, false);
    }

    public override string ToString() => $"{plan.Name}{(Round > 1 ? $"/{Round}" : "")}:{State}{(Value is { } value ? $"={value}" : "")}";
}

/// <summary>Whether and how a node has settled.</summary>
internal enum Settled
{
    No,
    Completed,
    Skipped,

    /// <summary>It failed for good, and that is handled.</summary>
    Handled,

    /// <summary>It failed for good, and nothing handles that.</summary>
    Failed,
    Cancelled,
}
