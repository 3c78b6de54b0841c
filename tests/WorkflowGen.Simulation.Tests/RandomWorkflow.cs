using WorkflowGen.Execution;
using WorkflowGen.Tests.Execution;

namespace WorkflowGen.Simulation.Tests;

/// <summary>
/// A workflow drawn from a seed: a graph with fan-out and fan-in, guards, nullable inputs, retries short and long, steps that fail for good, that wait, that must not run twice, that are put off, that repeat, that take the first
/// of several, and that can be undone. What each attempt does depends on the seed alone, so that the outcome without faults can be worked out beforehand.
/// </summary>
internal sealed class RandomWorkflow
{
    private static readonly TimeSpan[] s_delays = [TimeSpan.Zero, TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(20)];

    private readonly List<Plan> _plans = [];

    public RandomWorkflow(int seed)
    {
        var random = new Random(seed);
        var control = new Random(~seed);
        var count = random.Next(1, 11);
        for (var i = 0; i < count; i++)
            _plans.Add(WithControl(control, Draw(random, i)));
        WorkOutOutcome();
    }

    public IReadOnlyList<Plan> Plans => _plans;

    /// <summary>The steps that fail for good when they are reached; the run then fails by one of them.</summary>
    public HashSet<string> Failing { get; } = [];

    /// <summary>What each step hands over without faults; missing: it is skipped, fails, or is never reached.</summary>
    public Dictionary<string, int?> Values { get; } = [];

    public HashSet<string> Skipped { get; } = [];

    public bool Completes => Failing.Count == 0;

    /// <summary>How many completions a run has that comes to its end.</summary>
    public int Completions => _plans.Sum(p => Values.ContainsKey(p.Name) ? p.Rounds : 0);

    public InterpretedExecutor CreateExecutor(Func<Plan, int?[], StepContext, CancellationToken, ValueTask<int?>> run, Func<Plan, StepContext, ValueTask> undo) =>
        InterpretedExecutor.Create([.. _plans.Select(plan => new InterpretedExecutor.Step(plan.Name, (inputs, step, token) => run(plan, inputs, step!, token))
        {
            Needs = plan.Needs,
            Reads = plan.Reads,
            Guard = plan.GuardModulus is { } modulus ? inputs => GuardHolds(modulus, inputs) : null,
            TakesContext = true,
            Retry = plan.Attempts > 1 ? new RetryPolicy(plan.Attempts, plan.Delay, Backoff.Exponential) : null,
            Idempotency = plan.AtMostOnce ? Idempotency.AtMostOnce : Idempotency.Safe,
            Delay = plan.PutOff,
            Loop = plan.Rounds > 1 ? new InterpretedExecutor.Repeat(plan.Name, Max: plan.Rounds) : null,
            Joins = plan.FirstOf.Length > 0 ? [new InterpretedExecutor.Join(plan.FirstOf) { Rest = Rest.Ignore }] : [],
            Compensation = plan.UndoFailures is null ? null : new InterpretedExecutor.Undo(
                new CompensationDefinition($"undo {plan.Name}") { TakesContext = true, Retry = new RetryPolicy(3, plan.Delay, Backoff.Constant) }, (_, _, step, _) => undo(plan, step)),
        })]);

    // Which of several came first is up to the seed's faults: what follows from it must not be.
    public static int? ValueOf(Plan plan, int?[] inputs) => plan.FirstOf.Length > 0 ? plan.Index + 7 : ((inputs.Sum() ?? 0) * 31) + plan.Index + 7;

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

    private static Plan WithControl(Random random, Plan plan)
    {
        plan = plan with
        {
            PutOff = random.Next(6) == 0 ? TimeSpan.FromSeconds(random.Next(1, 90)) : null,
            UndoFailures = random.Next(3) == 0 ? random.Next(3) : null,
        };
        return random.Next(5) switch
        {
            0 when plan.Index > 1 => plan with { FirstOf = [.. Enumerable.Range(0, plan.Index).OrderBy(_ => random.Next()).Take(random.Next(2, 4)).Select(i => $"s{i}")], Needs = [], Reads = [], GuardModulus = null },
            1 when plan.Attempts == 1 && !plan.AtMostOnce && plan.Failures == 0 => plan with { Rounds = random.Next(2, 4) },
            _ => plan,
        };
    }

    private void WorkOutOutcome()
    {
        var unreached = new HashSet<string>();
        foreach (var plan in _plans)
        {
            if (plan.FirstOf.Length > 0 && !plan.FirstOf.Any(Values.ContainsKey))
            {
                if (plan.FirstOf.All(Skipped.Contains))
                    Skipped.Add(plan.Name);
                else
                    unreached.Add(plan.Name);
                continue;
            }
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

        /// <summary>How long its first attempt is held back.</summary>
        public TimeSpan? PutOff { get; init; }

        /// <summary>How often it is done, by a loop around it alone.</summary>
        public int Rounds { get; init; } = 1;

        /// <summary>It takes the first of these to complete, and the others go on.</summary>
        public string[] FirstOf { get; init; } = [];

        /// <summary>How many attempts at undoing it fail before one succeeds; null: it cannot be undone.</summary>
        public int? UndoFailures { get; init; }
    }
}
