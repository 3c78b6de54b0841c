using System.Collections.Concurrent;
using System.Globalization;
using WorkflowGen.Storage;
using WorkflowGen.Tests;

namespace WorkflowGen.Simulation.Tests;

/// <summary>
/// The invariants I1 (acknowledged is kept), I2 (one end), I3 (done is done), I5 (order), I6 (same decisions), I7 (rounds one after the other, each once), I8 (never early), I10 (attempts survive), I11 (undone is what had completed, the last first, once) and I12 (status and journal agree), under seeded faults at every store call.
/// <c>WORKFLOWGEN_SIMULATION_SEED=n</c> replays one seed, <c>WORKFLOWGEN_SIMULATION_SEEDS=n</c> sets how many are tried.
/// </summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    [Fact]
    public void I1_to_I12_hold_whatever_fails_and_whenever_a_worker_dies()
    {
        var seeds = Environment.GetEnvironmentVariable("WORKFLOWGEN_SIMULATION_SEED") is { Length: > 0 } one
            ? [int.Parse(one, CultureInfo.InvariantCulture)]
            : Enumerable.Range(1, int.Parse(Environment.GetEnvironmentVariable("WORKFLOWGEN_SIMULATION_SEEDS") ?? "1000", CultureInfo.InvariantCulture)).ToArray();

        var faults = new FaultCount();
        var violations = new ConcurrentBag<Exception>();
        Parallel.ForEach(seeds, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, seed =>
        {
            var simulation = new Simulation(seed);
            try
            {
                simulation.Run();
            }
            catch (Exception exception)
            {
                violations.Add(exception is InvariantViolation ? exception : new InvalidOperationException($"Seed {seed}: {exception}"));
            }
            faults.Add(simulation.Faults);
        });

        var summary = $"Simulated {seeds.Length} seeds: {faults}.";
        output.WriteLine(summary);
        Console.WriteLine(summary);
        Assert.True(violations.IsEmpty, $"{violations.Count} of {seeds.Length} seeds: {string.Join("\n", violations.Take(10).Select(v => v.Message))}");
        // A simulation that injects nothing shows nothing.
        if (seeds.Length >= 100)
            Assert.True(faults is { Before: > 100, After: > 100, CrashBefore: > 50, CrashAfter: > 50 }, summary);
    }

    /// <summary>Not by chance but one by one: each of the first store calls is, in a simulation of its own, the one that fails, is not answered, or kills the worker.</summary>
    [Theory]
    [InlineData(7)]
    [InlineData(21)]
    [InlineData(38)]
    public void I1_to_I12_hold_for_every_kind_of_fault_at_each_of_the_first_60_store_calls(int seed)
    {
        var faults = new FaultCount();
        var undisturbed = new Simulation(seed, only: (Fault.Slow, -1));
        undisturbed.Run();
        Parallel.ForEach(
            from call in Enumerable.Range(0, Math.Min(undisturbed.Calls, 60))
            from fault in (Fault[])[Fault.Before, Fault.After, Fault.CrashBefore, Fault.CrashAfter]
            select (fault, call),
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
            only =>
            {
                var simulation = new Simulation(seed, only: only);
                simulation.Run();
                faults.Add(simulation.Faults);
            });
        var summary = $"Seed {seed}, {undisturbed.Calls} store calls: {faults}.";
        output.WriteLine(summary);
        Assert.True(faults.Total >= Math.Min(undisturbed.Calls, 60) * 3, summary);
    }

    [Fact]
    public void A_store_that_acknowledges_what_it_does_not_keep_is_found_out() =>
        Assert.Throws<InvariantViolation>(() =>
        {
            for (var seed = 1; seed <= 20; seed++)
                new Simulation(seed, new ForgetfulStore(new InMemoryWorkflowStore())).Run();
        });

    [Fact]
    public void A_store_that_hands_a_run_to_two_workers_is_found_out() =>
        Assert.Throws<InvariantViolation>(() =>
        {
            for (var seed = 1; seed <= 60; seed++)
                new Simulation(seed, new UnfencedStore(new InMemoryWorkflowStore())).Run();
        });

    /// <summary>Says of every fifth commit that it is durable, and drops it.</summary>
    private sealed class ForgetfulStore(IWorkflowStore inner) : DelegatingStore(inner)
    {
        private int _commits;

        public override async ValueTask<CommitResult> CommitAsync(RunCommit commit, CancellationToken cancellationToken) =>
            ++_commits % 5 == 0 ? CommitResult.Committed : await Inner.CommitAsync(commit, cancellationToken);
    }

    /// <summary>Shows every run as if it were at its start, whatever has been committed since.</summary>
    private sealed class UnfencedStore(IWorkflowStore inner) : DelegatingStore(inner)
    {
        protected override async ValueTask<T> AroundAsync<T>(Call call, string? runId, Func<ValueTask<T>> inner)
        {
            var answer = await inner();
            return call == Call.Load && answer is StoredRun { Snapshot: null } stored && stored.Entries.Count > 1
                ? (T)(object)(stored with { Entries = [stored.Entries[0]], Head = stored.Head with { LastSequence = 1 } })
                : answer;
        }
    }
}
