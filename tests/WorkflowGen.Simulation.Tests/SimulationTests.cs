using System.Diagnostics;
using System.Globalization;

namespace WorkflowGen.Simulation.Tests;

/// <summary>
/// The invariants I1 to I8, I10 to I12 and I14, under seeded faults everywhere: several workers on one store, whose messages are lost, late, out of order and twice, whose processes die, stand still and go on, and whose clocks jump, execute
/// random workflows, and a model that shares no code with the executor looks at every step that begins and every record that is committed.
/// <c>WORKFLOWGEN_SIMULATION_SEEDS=n</c> sets how many seeds are tried.
/// </summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    /// <summary>Seeds that have found something once.</summary>
    private static readonly int[] s_regressions = [4, 751, 1462];

    [Fact]
    public async Task Whatever_fails_and_whenever_a_worker_dies_everything_that_must_hold_holds()
    {
        var seeds = int.Parse(Environment.GetEnvironmentVariable("WORKFLOWGEN_SIMULATION_SEEDS") ?? "10000", CultureInfo.InvariantCulture);
        var watch = Stopwatch.StartNew();
        var session = await Session.OfAsync(1, seeds);
        var summary = session.Summary(watch.Elapsed);
        output.WriteLine(summary);
        Console.WriteLine(summary);
        Assert.True(session.Violations.IsEmpty, $"{session.Violations.Count} of {seeds} seeds: {string.Join("\n", session.Violations.OrderBy(v => v.Key).Take(10).Select(v => v.Value))}");
        Assert.Equal(seeds, session.Traces.Count);
        if (seeds < 1000)
            return;
        // A simulation that injects nothing, or exercises nothing, shows nothing.
        foreach (var fault in Enum.GetNames<Fault>().Where(f => f != nameof(Fault.None)))
            Assert.True(session.Tally.Faults.GetValueOrDefault(fault) >= seeds / 50, $"{fault} was injected too rarely. {summary}");
        foreach (var feature in Features)
            Assert.True(session.Tally.Features.GetValueOrDefault(feature) >= seeds / 500, $"'{feature}' was exercised too rarely. {summary}");
    }

    [Fact]
    public async Task The_same_seed_is_the_same_history()
    {
        var once = await Session.OfAsync(1, 200);
        var again = await Session.OfAsync(1, 200);
        Assert.Equal(200, once.Traces.Count);
        Assert.Equal(once.Traces.OrderBy(t => t.Key), again.Traces.OrderBy(t => t.Key));
        Assert.Equal(200, once.Traces.Values.Distinct().Count());
    }

    [Fact]
    public async Task Seeds_that_have_found_something_find_nothing_any_more()
    {
        foreach (var seed in s_regressions)
            Assert.Empty((await Session.OfAsync(seed, 1)).Violations);
    }

    [Fact]
    public async Task Timers_that_fire_early_have_nothing_happen_early() => Assert.Empty((await Session.OfAsync(1, 100, Mutation.TimersRunFast)).Violations);

    [Theory]
    [MemberData(nameof(Mutations))]
    public async Task What_is_wrong_on_purpose_is_found(string mutation)
    {
        var session = await Session.OfAsync(1, 300, Enum.Parse<Mutation>(mutation), untilFound: true);
        output.WriteLine($"{mutation}: seed {session.Traces.Count}: {session.Violations.Values.FirstOrDefault()}");
        Assert.NotEmpty(session.Violations);
    }

    public static TheoryData<string> Mutations => [.. Enum.GetNames<Mutation>().Where(m => m is not (nameof(Mutation.None) or nameof(Mutation.TimersRunFast)))];

    private static readonly string[] Features =
    [
        "Child Completed", "Child Failed", "Delay Completed", "Signal Completed", "Signal Skipped", "Step Cancelled", "Step Completed", "Step Failed", "Step Handled", "Step Skipped",
        "at most once", "attempt hangs (Deaf)", "attempt hangs (UntilTold)", "begun by one that was fenced off", "cancelled by a client", "catch", "child", "child undone", "commit fenced off", "compensated",
        "compensation failed", "detached child", "end", "exclusive", "finally", "guard held", "heartbeat", "join Block", "join Cancel", "join Ignore", "limit", "only before", "previous", "pure step", "query",
        "recursive child", "released by an operator", "resumed from a snapshot", "retry", "round", "run Cancelled", "run Completed", "run Failed", "run cancelled by a signal", "step cancelled by a signal", "step put off",
        "element failed", "element of gather", "element of map", "element of take", "element undone", "each of all", "each that had enough", "item received", "stream of signals ended by a signal",
        "step without FailFast", "suspended", "taken over from a worker that was lost",
    ];
}
