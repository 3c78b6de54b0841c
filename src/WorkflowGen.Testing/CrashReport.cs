using System.Globalization;

namespace WorkflowGen.Testing;

/// <summary>What <see cref="CrashEverywhere"/> has done.</summary>
public sealed class CrashReport
{
    /// <summary>How many runs the scenario has, children included.</summary>
    public int Runs { get; init; }

    /// <summary>How many calls of the store it makes, undisturbed.</summary>
    public int Calls { get; init; }

    /// <summary>How often the process was killed.</summary>
    public int Crashes { get; private set; }

    /// <summary>How often an answer was lost.</summary>
    public int LostAnswers { get; private set; }

    /// <summary>How often a call was refused.</summary>
    public int Refusals { get; private set; }

    /// <summary>How many runs had a second fault while the first was being recovered from; the faults of these are counted here only.</summary>
    public int Pairs { get; internal set; }

    /// <summary>How many such pairs there are.</summary>
    public long PossiblePairs { get; internal set; }

    /// <summary>What chose among them.</summary>
    public int Seed { get; init; }

    /// <summary>How often a run ended up parked because a step that must not run twice was interrupted: as it should.</summary>
    public int Parked { get; internal set; }

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; internal set; }

    /// <summary>How many faults were injected, one in each run.</summary>
    public int Injected => Crashes + LostAnswers + Refusals;

    internal void Count(StoreFault fault)
    {
        switch (fault)
        {
            case StoreFault.AnswerLost:
                LostAnswers++;
                break;
            case StoreFault.Refused:
                Refusals++;
                break;
            default:
                Crashes++;
                break;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Crashes} crashes, {LostAnswers} lost answers and {Refusals} refused calls injected into {Calls} store calls of {Runs} runs{(Pairs == 0 ? "" : $", and {Pairs} pairs of them, the second while the first was recovered from{(Pairs < PossiblePairs ? $" (of {PossiblePairs}; seed {Seed})" : "")}")}; all came out the same{(Parked == 0 ? "" : $" ({Parked} times parked in a step that must not run twice)")}; {Elapsed.TotalSeconds:0.00} s");
}
