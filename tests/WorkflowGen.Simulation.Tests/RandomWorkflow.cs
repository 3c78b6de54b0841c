using WorkflowGen.Execution;
using WorkflowGen.Tests.Execution;

namespace WorkflowGen.Simulation.Tests;

/// <summary>
/// A workflow drawn from a seed: a graph with fan-out and fan-in, guards, nullable inputs, retries short and long, steps that fail for good, that wait, and that must not run twice. What each attempt does depends on the seed
/// alone, so that the outcome without faults can be worked out beforehand.
/// </summary>
internal sealed class RandomWorkflow
{
    private static readonly TimeSpan[] s_delays = [TimeSpan.Zero, TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(20)];

    private readonly List<Plan> _plans = [];

    public RandomWorkflow(int seed)
    {
        var random = new Random(seed);
        var count = random.Next(1, 11);
        for (var i = 0; i < count; i++)
            _plans.Add(Draw(random, i));
        WorkOutOutcome();
    }

    public IReadOnlyList<Plan> Plans => _plans;

    /// <summary>The steps that fail for good when they are reached; the run then fails by one of them.</summary>
    public HashSet<string> Failing { get; } = [];

    /// <summary>What each step hands over without faults; missing: it is skipped, fails, or is never reached.</summary>
    public Dictionary<string, int?> Values { get; } = [];

    public HashSet<string> Skipped { get; } = [];

    public bool Completes => Failing.Count == 0;

    public InterpretedExecutor CreateExecutor(Func<Plan, int?[], StepContext, CancellationToken, ValueTask<int?>> run) =>
        InterpretedExecutor.Create([.. _plans.Select(plan => new InterpretedExecutor.Step(plan.Name, (inputs, step, token) => run(plan, inputs, step!, token))
        {
            Needs = plan.Needs,
            Reads = plan.Reads,
            Guard = plan.GuardModulus is { } modulus ? inputs => GuardHolds(modulus, inputs) : null,
            TakesContext = true,
            Retry = plan.Attempts > 1 ? new RetryPolicy(plan.Attempts, plan.Delay, Backoff.Exponential) : null,
            Idempotency = plan.AtMostOnce ? Idempotency.AtMostOnce : Idempotency.Safe,
        })]);

    public static int? ValueOf(Plan plan, int?[] inputs) => ((inputs.Sum() ?? 0) * 31) + plan.Index + 7;

    private static bool GuardHolds(int modulus, int?[] inputs) => (inputs.Sum() ?? 0) % modulus != 0;

    private Plan Draw(Random random, int index)
    {
        string[] Some(int most) => [.. Enumerable.Range(0, index).OrderBy(_ => random.Next()).Take(random.Next(0, most + 1)).Select(i => $"s{i}")];
        var needs = Some(3);
        var atMostOnce = random.Next(12) == 0;
        var attempts = atMostOnce ? 1 : random.Next(1, 5);
        var failures = random.Next(10) switch
        {
            0 => attempts,
            < 5 => random.Next(0, attempts),
            _ => 0,
        };
        return new Plan(index, $"s{index}")
        {
            Needs = needs,
            Reads = [.. Some(1).Except(needs)],
            GuardModulus = random.Next(4) == 0 ? random.Next(2, 4) : null,
            Attempts = attempts,
            Delay = s_delays[random.Next(s_delays.Length)],
            Failures = failures,
            AtMostOnce = atMostOnce,
            Pace = (Pace)random.Next(3),
            Wait = TimeSpan.FromSeconds(random.Next(1, 40)),
        };
    }

    private void WorkOutOutcome()
    {
        var unreached = new HashSet<string>();
        foreach (var plan in _plans)
        {
            if (plan.Needs.Concat(plan.Reads).Any(n => unreached.Contains(n) || Failing.Contains(n)))
            {
                unreached.Add(plan.Name);
                continue;
            }
            int?[] inputs = [.. plan.Needs.Concat(plan.Reads).Select(n => Values.GetValueOrDefault(n))];
            if (plan.Needs.Any(Skipped.Contains) || (plan.GuardModulus is { } modulus && !GuardHolds(modulus, inputs)))
                Skipped.Add(plan.Name);
            else if (plan.Failures >= plan.Attempts)
                Failing.Add(plan.Name);
            else
                Values.Add(plan.Name, ValueOf(plan, inputs));
        }
    }

    public enum Pace
    {
        AtOnce,
        Yields,
        Waits,
    }

    public sealed record Plan(int Index, string Name)
    {
        public required string[] Needs { get; init; }

        public required string[] Reads { get; init; }

        public int? GuardModulus { get; init; }

        public int Attempts { get; init; }

        public TimeSpan Delay { get; init; }

        /// <summary>How many attempts fail before one succeeds.</summary>
        public int Failures { get; init; }

        public bool AtMostOnce { get; init; }

        public Pace Pace { get; init; }

        public TimeSpan Wait { get; init; }
    }
}
