using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using WorkflowGen.Execution;

namespace WorkflowGen.Testing;

/// <summary>
/// Shows that a scenario comes out the same whatever crashes: runs it once undisturbed, and then again with one fault at every store call in turn (a crash before it, a crash after it, its answer lost, the call refused), each time
/// resumed by a new process on the same store. Compared are how every run ends, with its result and its failures, and what the steps have done to the world (<see cref="Effects"/>).
/// </summary>
public static class CrashEverywhere
{
    /// <summary>Runs a scenario for a workflow with every fault.</summary>
    /// <param name="scenario">Starts runs, brings them to rest, sends signals: by the test that it is handed, on ids and keys of its own choosing. It is run again for each fault, and may fail an assertion.</param>
    /// <param name="services">As of <see cref="WorkflowTest.For{TWorkflow}"/>; called for each test anew.</param>
    /// <exception cref="WorkflowTestException">A fault changed how the scenario comes out, or there was nothing to inject a fault into.</exception>
    public static Task<CrashReport> RunAsync<TWorkflow>(Func<WorkflowTest, Task> scenario, Action<IServiceCollection>? services = null, CrashOptions? options = null)
        where TWorkflow : class, IWorkflow<TWorkflow> => RunAsync(() => WorkflowTest.For<TWorkflow>(services), scenario, options);

    /// <summary>Runs a scenario with every fault.</summary>
    /// <param name="create">Makes the test: workflows, fakes, replacements. Called for each fault anew.</param>
    /// <param name="scenario">Starts runs, brings them to rest, sends signals: by the test that it is handed, on ids and keys of its own choosing. It is run again for each fault, and may fail an assertion.</param>
    /// <exception cref="WorkflowTestException">A fault changed how the scenario comes out, or there was nothing to inject a fault into.</exception>
    public static async Task<CrashReport> RunAsync(Func<WorkflowTest> create, Func<WorkflowTest, Task> scenario, CrashOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(create);
        ArgumentNullException.ThrowIfNull(scenario);
        options ??= new CrashOptions();
        var started = Stopwatch.GetTimestamp();
        var undisturbed = await OnceAsync(create, scenario, null).ConfigureAwait(false);
        if (undisturbed.Exception is { } failed)
            throw new WorkflowTestException($"The scenario fails without any fault: {failed.Message}", undisturbed.Story, failed);
        if (undisturbed.Outcome!.Runs.Count == 0)
            throw new WorkflowTestException("The scenario starts no run: there is nothing to show.", undisturbed.Story);
        Say(options, $"undisturbed: {undisturbed.Outcome.Runs.Count} runs, {undisturbed.Calls} store calls");

        var report = new CrashReport { Runs = undisturbed.Outcome.Runs.Count, Calls = undisturbed.Calls };
        foreach (var point in Points(undisturbed.Calls, options))
        {
            var again = await OnceAsync(create, scenario, point).ConfigureAwait(false);
            // A scenario in which things happen side by side need not make the same calls each time: its last ones may not be there.
            if (again.Injected is null)
                continue;
            report.Count(point.Fault);
            var what = again.Exception is { } exception ? $"the scenario failed: {exception.Message}" : ScenarioComparison.Difference(undisturbed.Outcome, again.Outcome!, report);
            if (what is not null)
            {
                throw new WorkflowTestException(
                    $"With {point} ({again.Injected}) {what}{Environment.NewLine}To see this one again: new CrashOptions {{ Only = new CrashPoint(StoreFault.{point.Fault}, {point.Call.ToString(CultureInfo.InvariantCulture)}) }}.",
                    $"WITHOUT IT{Environment.NewLine}{undisturbed.Story}{Environment.NewLine}WITH IT{Environment.NewLine}{again.Story}",
                    again.Exception);
            }
        }

        report.Elapsed = Stopwatch.GetElapsedTime(started);
        if (report.Injected == 0)
            throw new WorkflowTestException("No fault was injected: nothing was shown.", undisturbed.Story);
        Say(options, report.ToString());
        return report;
    }

    private static IEnumerable<CrashPoint> Points(int calls, CrashOptions options)
    {
        if (options.Only is { } only)
            return [only];
        var points = from call in Enumerable.Range(1, calls) from fault in options.Faults select new CrashPoint(fault, call);
        return options.AtMost is { } most ? Sample([.. points], most, options.Seed) : points;
    }

    /// <summary>Some of them, in order: which, the seed says.</summary>
    private static IEnumerable<CrashPoint> Sample(CrashPoint[] points, int most, int seed)
    {
        if (points.Length <= most)
            return points;
        var chosen = Enumerable.Range(0, points.Length).ToArray();
        new Random(seed).Shuffle(chosen);
        return chosen.Take(most).Order().Select(i => points[i]);
    }

    private static async Task<Run> OnceAsync(Func<WorkflowTest> create, Func<WorkflowTest, Task> scenario, CrashPoint? point)
    {
        await using var test = create();
        var traffic = test.Disturb(point);
        try
        {
            await scenario(test).ConfigureAwait(false);
            await test.RunUntilIdleAsync().ConfigureAwait(false);
            return new Run(test.Outcome(), null, traffic.Calls, traffic.Injected, test.FullStory(traffic));
        }
        catch (Exception exception)
        {
            return new Run(null, exception, traffic.Calls, traffic.Injected, test.FullStory(traffic));
        }
    }

    private static void Say(CrashOptions options, string line) => options.Output.WriteLine($"CrashEverywhere: {line}");

    private sealed record Run(ScenarioOutcome? Outcome, Exception? Exception, int Calls, string? Injected, string Story);
}

/// <summary>Which faults are injected, and where what was done is said.</summary>
public sealed record CrashOptions
{
    /// <summary>The kinds of faults; all by default.</summary>
    public IReadOnlyList<StoreFault> Faults { get; init; } = [StoreFault.CrashBefore, StoreFault.CrashAfter, StoreFault.AnswerLost, StoreFault.Refused];

    /// <summary>Only this one: to look at what a message has named. Null: all.</summary>
    public CrashPoint? Only { get; init; }

    /// <summary>How many at most, chosen by <see cref="Seed"/>; null: all.</summary>
    public int? AtMost { get; init; }

    /// <summary>Chooses among the faults where <see cref="AtMost"/> leaves some out.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Where it is said how many faults were injected; the console by default.</summary>
    public TextWriter Output { get; init; } = System.Console.Out;
}

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

    /// <summary>How often a run ended up parked because a step that must not run twice was interrupted: as it should.</summary>
    public int Parked { get; internal set; }

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; internal set; }

    /// <summary>How many faults were injected.</summary>
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
        $"{Crashes} crashes, {LostAnswers} lost answers and {Refusals} refused calls injected into {Calls} store calls of {Runs} runs; all came out the same{(Parked == 0 ? "" : $" ({Parked} times parked in a step that must not run twice)")}; {Elapsed.TotalSeconds:0.00} s");
}
