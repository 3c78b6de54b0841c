namespace WorkflowGen.Simulation.Tests;

/// <summary>What goes wrong.</summary>
internal enum Fault
{
    None,

    /// <summary>A store call fails and has had no effect.</summary>
    Before,

    /// <summary>A store call has had its effect, and the answer is lost.</summary>
    LostAnswer,

    /// <summary>A store call fails, and has its effect later.</summary>
    LateEffect,

    /// <summary>A request arrives twice.</summary>
    Duplicate,

    /// <summary>A request or its answer takes long, so that others overtake it.</summary>
    Delay,

    /// <summary>The worker dies, and the request does not arrive.</summary>
    CrashBefore,

    /// <summary>The worker dies, and the request takes effect.</summary>
    CrashAfter,

    /// <summary>The worker dies between two calls.</summary>
    Crash,

    /// <summary>The worker stands still, shorter or longer than a lease, and goes on.</summary>
    Freeze,

    /// <summary>A worker's clock jumps forward, within what is allowed.</summary>
    ClockForward,

    /// <summary>A worker's clock jumps back, within what is allowed.</summary>
    ClockBack,

    /// <summary>A worker's clock jumps by more than a lease.</summary>
    ClockFar,

    /// <summary>A client asks again though it was heard.</summary>
    ClientRepeat,
}

/// <summary>How often each fault was injected and each feature of the language exercised.</summary>
internal sealed class Tally
{
    public SortedDictionary<string, long> Faults { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, long> Features { get; } = new(StringComparer.Ordinal);

    public long FaultTotal => Faults.Values.Sum();

    public void Count(Fault fault) => Count(Faults, fault.ToString(), 1);

    public void Count(string feature) => Count(Features, feature, 1);

    public void Add(Tally other)
    {
        foreach (var (name, count) in other.Faults)
            Count(Faults, name, count);
        foreach (var (name, count) in other.Features)
            Count(Features, name, count);
    }

    private static void Count(SortedDictionary<string, long> counts, string name, long by) => counts[name] = counts.GetValueOrDefault(name) + by;

    public override string ToString() => $"Faults: {Text(Faults)}.\nExercised: {Text(Features)}.";

    private static string Text(SortedDictionary<string, long> counts) => string.Join(", ", counts.Select(c => $"{c.Key} {c.Value}"));
}

/// <summary>What is wrong on purpose, to see whether it is found.</summary>
internal enum Mutation
{
    None,

    /// <summary>The store takes commits of those who have lost their lease.</summary>
    FencingOff,

    /// <summary>The store acknowledges commits that it drops.</summary>
    CommitsForgotten,

    /// <summary>A suspended run is not made due by a signal.</summary>
    WakeUpLost,

    /// <summary>A signal that was consumed is delivered again.</summary>
    SignalsDeliveredTwice,

    /// <summary>An acknowledged signal is gone.</summary>
    SignalsForgotten,

    /// <summary>Signals are read in another order than that in which they were put.</summary>
    SignalsReversed,

    /// <summary>Runs are handed out though somebody holds their lease.</summary>
    LeasesIgnored,

    /// <summary>A run is read without the last of what was committed.</summary>
    StaleReads,

    /// <summary>A commit's entries are written in another order.</summary>
    EntriesReordered,

    /// <summary>A commit is written without the runs that it starts.</summary>
    StartsLost,

    /// <summary>A commit is written without the messages that it sends.</summary>
    MessagesLost,

    /// <summary>What is to be undone is read in the wrong order.</summary>
    UndoneInOrder,

    /// <summary>Steps and retries are put off for less than they should be.</summary>
    DelaysShort,

    /// <summary>Timers fire early. That is nothing to be found: whoever set one looks at the clock.</summary>
    TimersRunFast,

    /// <summary>A suspended run is handed out before it is due.</summary>
    ClaimedEarly,

    /// <summary>A step's value depends on when it is computed.</summary>
    ValuesDrift,
}
