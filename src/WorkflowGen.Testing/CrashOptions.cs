namespace WorkflowGen.Testing;

/// <summary>Which faults are injected, and where what was done is said.</summary>
public sealed record CrashOptions
{
    /// <summary>The kinds of faults; all by default.</summary>
    public IReadOnlyList<StoreFault> Faults { get; init; } = [StoreFault.CrashBefore, StoreFault.CrashAfter, StoreFault.AnswerLost, StoreFault.Refused];

    /// <summary>Only this one: to look at what a message has named. Null: all.</summary>
    public CrashPoint? Only { get; init; }

    /// <summary>Together with <see cref="Only"/>: a second fault in the same run, at a later call. Null: none.</summary>
    public CrashPoint? Then { get; init; }

    /// <summary>
    /// How many runs with a second fault while the first is recovered from, at any of the calls that follow. 0: none; <see cref="int.MaxValue"/>: all of them, which are many. Null, the default: a third as many as there
    /// are single faults, chosen by <see cref="Seed"/>.
    /// </summary>
    public int? Pairs { get; init; }

    /// <summary>How many single faults at most, chosen by <see cref="Seed"/>; null: all.</summary>
    public int? AtMost { get; init; }

    /// <summary>Chooses among the faults, and the pairs of them, where not all are injected.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Where it is said how many faults were injected; the console by default.</summary>
    public TextWriter Output { get; init; } = System.Console.Out;
}
