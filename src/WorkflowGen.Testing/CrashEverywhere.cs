using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using WorkflowGen.Execution;

namespace WorkflowGen.Testing;

/// <summary>
/// Shows that a scenario comes out the same whatever crashes: runs it once undisturbed, and then again with one fault at every store call in turn (a crash before it, a crash after it, its answer lost, the call refused), each time
/// resumed by a new process on the same store; and then with a second fault at calls that are made while the first is recovered from. Compared are how every run ends, with its result and its failures, and what the steps have done to the world (<see cref="Effects"/>).
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
        var undisturbed = await OnceAsync(create, scenario, default).ConfigureAwait(false);
        if (undisturbed.Exception is { } failed)
            throw new WorkflowTestException($"The scenario fails without any fault: {failed.Message}", undisturbed.Story, failed);
        if (undisturbed.Outcome!.Runs.Count == 0)
            throw new WorkflowTestException("The scenario starts no run: there is nothing to show.", undisturbed.Story);
        Say(options, $"undisturbed: {undisturbed.Outcome.Runs.Count} runs, {undisturbed.Calls} store calls");

        var report = new CrashReport { Runs = undisturbed.Outcome.Runs.Count, Calls = undisturbed.Calls, Seed = options.Seed };
        // What follows each fault: where the second may be.
        var disturbed = new List<(CrashPoint First, int Calls)>();
        foreach (var point in Points(undisturbed.Calls, options))
        {
            var again = await OnceAsync(create, scenario, new CrashFaults(point)).ConfigureAwait(false);
            // A scenario in which things happen side by side need not make the same calls each time: its last ones may not be there.
            if (again.Injected is null)
                continue;
            report.Count(point.Fault);
            Check(undisturbed, again, new CrashFaults(point), report);
            disturbed.Add((point, again.Calls));
        }

        foreach (var pair in CrashPairs.Of(disturbed, options, report))
        {
            var again = await OnceAsync(create, scenario, pair).ConfigureAwait(false);
            if (again.InjectedThen is null)
                continue;
            report.Pairs++;
            Check(undisturbed, again, pair, report);
        }

        report.Elapsed = Stopwatch.GetElapsedTime(started);
        if (report.Injected == 0 || (options.Then is not null && report.Pairs == 0))
            throw new WorkflowTestException("No fault was injected: nothing was shown.", undisturbed.Story);
        Say(options, report.ToString());
        return report;
    }

    private static void Check(Run undisturbed, Run again, CrashFaults faults, CrashReport report)
    {
        var what = again.Exception is { } exception ? $"the scenario failed: {exception.Message}" : ScenarioComparison.Difference(undisturbed.Outcome!, again.Outcome!, report);
        if (what is null)
            return;
        var where = again.InjectedThen is { } then ? $"{again.Injected}; {then}" : again.Injected;
        var second = faults.Then is { } point ? $", Then = {Code(point)}" : "";
        throw new WorkflowTestException(
            $"With {faults} ({where}) {what}{Environment.NewLine}To see this one again: new CrashOptions {{ Only = {Code(faults.First!.Value)}{second} }}.",
            $"WITHOUT IT{Environment.NewLine}{undisturbed.Story}{Environment.NewLine}WITH IT{Environment.NewLine}{again.Story}",
            again.Exception);
    }

    private static string Code(CrashPoint point) => $"new CrashPoint(StoreFault.{point.Fault}, {point.Call.ToString(CultureInfo.InvariantCulture)})";

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

    private static async Task<Run> OnceAsync(Func<WorkflowTest> create, Func<WorkflowTest, Task> scenario, CrashFaults faults)
    {
        await using var test = create();
        var traffic = test.Disturb(faults);
        try
        {
            await scenario(test).ConfigureAwait(false);
            await test.RunUntilIdleAsync().ConfigureAwait(false);
            return new Run(test.Outcome(), null, traffic.Calls, traffic.Injected, traffic.InjectedThen, test.FullStory(traffic));
        }
        catch (Exception exception)
        {
            return new Run(null, exception, traffic.Calls, traffic.Injected, traffic.InjectedThen, test.FullStory(traffic));
        }
    }

    private static void Say(CrashOptions options, string line) => options.Output.WriteLine($"CrashEverywhere: {line}");

    private sealed record Run(ScenarioOutcome? Outcome, Exception? Exception, int Calls, string? Injected, string? InjectedThen, string Story);
}
