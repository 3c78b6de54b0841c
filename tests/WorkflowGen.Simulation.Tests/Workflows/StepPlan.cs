using WorkflowGen.Execution;

namespace WorkflowGen.Simulation.Tests;

/// <summary>A node as it was drawn: what it needs, what it does, and how its attempts go. Everything that an attempt does follows from it, so that what must come of a run can be worked out without running it.</summary>
internal sealed record StepPlan(int Index, string Name)
{
    public NodeKind Kind { get; init; }

    public string[] Needs { get; init; } = [];

    public string[] Reads { get; init; } = [];

    public string[] After { get; init; } = [];

    public int? GuardModulus { get; init; }

    /// <summary>It is the first step of a workflow that starts itself: it hands over one less than its input.</summary>
    public bool CountsDown { get; init; }

    /// <summary>It runs only with a positive value.</summary>
    public bool OnlyPositive { get; init; }

    public int Attempts { get; init; } = 1;

    public TimeSpan Delay { get; init; }

    /// <summary>How many attempts fail before one succeeds.</summary>
    public int Failures { get; init; }

    /// <summary>What fails does so by not ending: by the timeout.</summary>
    public Hanging Hangs { get; init; }

    public TimeSpan? Timeout { get; init; }

    public TimeSpan? TotalTimeout { get; init; }

    public TimeSpan? Heartbeat { get; init; }

    public bool AtMostOnce { get; init; }

    public bool IsPure { get; init; }

    public Pace Pace { get; init; }

    public TimeSpan Wait { get; init; }

    /// <summary>How long its first attempt is held back; of a delay, how long it is.</summary>
    public TimeSpan? PutOff { get; init; }

    public JoinPlan[] Joins { get; init; } = [];

    /// <summary>How many attempts at undoing it fail before one succeeds; null: it cannot be undone. Beyond three it fails for good, and succeeds when it is tried again.</summary>
    public int? UndoFailures { get; init; }

    public string[] Catches { get; init; } = [];

    public bool IsFinally { get; init; }

    public bool IsEnd { get; init; }

    public string? ClosedBy { get; init; }

    /// <summary>Of a background signal: what it cancels; empty: the run.</summary>
    public string[]? Cancels { get; init; }

    public string? Exclusive { get; init; }

    public string? ExclusiveUntil { get; init; }

    public LimitPolicy? Limit { get; init; }

    public bool Buffered { get; init; } = true;

    /// <summary>Of a signal: how long it is waited for.</summary>
    public TimeSpan? SignalTimeout { get; init; }

    /// <summary>Of a child: the workflow.</summary>
    public string? Child { get; init; }

    public bool Detached { get; init; }

    /// <summary>The loop that ends with it.</summary>
    public LoopPlan? Loop { get; init; }

    public string[] Previous { get; init; } = [];

    public override string ToString()
    {
        var text = new System.Text.StringBuilder($"{Kind} {Name}");
        void Add(string name, object? value)
        {
            if (value is not (null or false or 0 or string[] { Length: 0 } or TimeSpan { Ticks: 0 } or Pace.AtOnce or Hanging.No))
                text.Append($", {name} {(value is string[] names ? string.Join(" ", names) : value)}");
        }
        Add("needs", Needs);
        Add("reads", Reads);
        Add("after", After);
        Add("guard", GuardModulus);
        Add("joins", Joins.Length == 0 ? null : string.Join("; ", Joins.Select(j => $"{j.Need} of {string.Join(" ", j.Members)}, {(j.Required ? "required, " : "")}{j.Rest}")));
        Add("attempts", Attempts);
        Add("of which fail", Failures);
        Add("by not ending", Hangs);
        Add("every", Delay);
        Add("timeout", Timeout);
        Add("total timeout", TotalTimeout);
        Add("heartbeat", Heartbeat);
        Add("pace", Pace);
        Add("takes", Pace == Pace.Waits ? Wait : null);
        Add("delay", PutOff);
        Add("undo fails", UndoFailures is { } undo ? $"{undo}x" : null);
        Add("catches", Catches);
        Add("finally", IsFinally);
        Add("end", IsEnd);
        Add("only before", ClosedBy);
        Add("cancels", Cancels is { Length: 0 } ? "the run" : Cancels);
        Add("exclusive", Exclusive);
        Add("limit", Limit);
        Add("unbuffered", Kind == Execution.NodeKind.Signal && !Buffered);
        Add("signal timeout", SignalTimeout);
        Add("workflow", Child);
        Add("detached", Detached);
        Add("loop", Loop);
        Add("previous", Previous);
        Add("pure", IsPure);
        Add("at most once", AtMostOnce);
        return text.ToString();
    }

    /// <summary>Whether an attempt may fail by the clock alone.</summary>
    public bool MayTimeOut => Timeout is not null || Heartbeat is not null || TotalTimeout is not null;
}

internal enum Pace
{
    AtOnce,
    Yields,
    Waits,
}

internal enum Hanging
{
    No,
    UntilTold,
    Deaf,
}

internal sealed record JoinPlan(string[] Members, int Need, bool Required, Rest Rest);

/// <param name="To">The region's first step.</param>
/// <param name="Max">The largest number of rounds.</param>
/// <param name="Modulus">The guard: it goes round again unless the value is a multiple; null: no guard.</param>
internal sealed record LoopPlan(string To, int Max, int? Modulus);
