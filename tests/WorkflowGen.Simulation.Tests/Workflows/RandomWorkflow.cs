using WorkflowGen.Execution;
using WorkflowGen.Tests.Execution;

namespace WorkflowGen.Simulation.Tests;

/// <summary>A workflow drawn from a seed, over the language as far as a graph can be built at run time.</summary>
internal sealed partial class RandomWorkflow
{
    private static readonly TimeSpan[] s_delays = [TimeSpan.Zero, TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(20)];

    private readonly Dictionary<string, StepPlan> _byName;

    public RandomWorkflow(string name, Random random, string? child, bool recursive = false)
    {
        Name = name;
        FailFast = random.Next(4) != 0;
        Plans = recursive ? Recursive(name) : DrawAll(random, child);
        _byName = Plans.ToDictionary(p => p.Name);
        Regions = Plans.Where(p => p.Loop is not null).ToDictionary(p => p.Name, RegionOf);
        Output = Plans.Last(p => !p.IsFinally).Name;
    }

    /// <summary>One of which only the names and signals are drawn elsewhere.</summary>
    public RandomWorkflow(string name, StepPlan[] plans)
    {
        (Name, FailFast, Plans) = (name, true, plans);
        _byName = plans.ToDictionary(p => p.Name);
        Regions = new Dictionary<string, HashSet<string>>();
        Output = "";
    }

    public string Name { get; }

    public bool FailFast { get; }

    public IReadOnlyList<StepPlan> Plans { get; }

    public string Output { get; }

    /// <summary>For a mutant: by what delays are too short.</summary>
    public double Haste { get; init; } = 1;

    /// <summary>By the last step of each loop, what is in it.</summary>
    public IReadOnlyDictionary<string, HashSet<string>> Regions { get; }

    public override string ToString() => $"{Name}, {(FailFast ? "fails fast" : "does not fail fast")}:\n{string.Join("\n", Plans.Select(p => $"  {p}"))}";

    public StepPlan this[string name] => _byName[name];

    public StepPlan? Find(string name) => _byName.GetValueOrDefault(name);

    public IEnumerable<string> SourcesOf(StepPlan plan) => plan.Needs.Concat(plan.Reads).Concat(plan.After).Concat(plan.Catches).Distinct();

    public static int ValueOf(StepPlan plan, int?[] inputs, int input)
    {
        if (plan.CountsDown)
            return Math.Min(input, 4) - 1;
        var hash = (uint)(plan.Index + 7) * 2654435761 + (inputs.Length == 0 ? (uint)input : 0);
        foreach (var value in inputs)
            hash = (hash ^ (uint)(value ?? -1)) * 16777619;
        return (int)(hash % 10_007);
    }

    public static bool GuardHolds(StepPlan plan, int?[] inputs) =>
        (plan.GuardModulus is not { } modulus || (inputs.Sum() ?? 0) % modulus != 0) && (!plan.OnlyPositive || inputs[0] > 0);

    public static bool GoesRound(LoopPlan loop, int? result) => loop.Modulus is not { } modulus || (result ?? 0) % modulus != 0;

    public InterpretedExecutor CreateExecutor(Func<StepPlan, int?[], int, StepContext?, CancellationToken, ValueTask<int?>> run, Func<StepPlan, int?, StepContext, CancellationToken, ValueTask> undo, Func<string, WorkflowDefinition> definitionOf)
    {
        InterpretedExecutor executor = null!;
        executor = InterpretedExecutor.Create(FailFast, Name, [.. Plans.Select(plan => new InterpretedExecutor.Step(plan.Name, (inputs, step, token) => run(plan, inputs, executor.Input, step, token))
        {
            Kind = plan.Kind,
            Needs = plan.Needs,
            Reads = plan.Reads,
            After = plan.After,
            Guard = plan.GuardModulus is not null || plan.OnlyPositive ? inputs => GuardHolds(plan, inputs) : null,
            TakesContext = plan.Kind == NodeKind.Step && !plan.IsPure,
            Retry = plan.Attempts > 1 ? new RetryPolicy(plan.Attempts, plan.Delay, Backoff.Exponential) : null,
            Timeout = plan.Timeout,
            TotalTimeout = plan.TotalTimeout,
            Heartbeat = plan.Heartbeat,
            Idempotency = plan.AtMostOnce ? Idempotency.AtMostOnce : Idempotency.Safe,
            Delay = plan.PutOff / Haste,
            IsPure = plan.IsPure,
            Loop = plan.Loop is { } loop ? new InterpretedExecutor.Repeat(loop.To, loop.Modulus is null ? null : values => GoesRound(loop, values[0]), loop.Max) : null,
            Previous = plan.Previous,
            Joins = [.. plan.Joins.Select(j => new InterpretedExecutor.Join(j.Members) { Need = j.Need, Required = j.Required, Rest = j.Rest })],
            Catches = plan.Catches,
            IsFinally = plan.IsFinally,
            IsEnd = plan.IsEnd,
            IsOutput = plan.IsEnd,
            ClosedBy = plan.ClosedBy,
            Cancels = plan.Cancels,
            IsBackground = plan.Cancels is not null,
            Exclusive = plan.Exclusive,
            ExclusiveUntil = plan.ExclusiveUntil,
            Limit = plan.Limit,
            Signal = plan.Kind == NodeKind.Signal ? new SignalDefinition { Buffered = plan.Buffered, Timeout = plan.SignalTimeout } : null,
            Child = plan.Child is { } child ? new ChildDefinition(() => definitionOf(child)) { Detached = plan.Detached } : null,
            Compensation = plan.UndoFailures is null ? null : new InterpretedExecutor.Undo(
                new CompensationDefinition($"undo {plan.Name}") { TakesContext = true, Retry = new RetryPolicy(3, plan.Delay, Backoff.Constant) },
                (handoff, _, step, token) => undo(plan, handoff, step, token)),
        })]);
        return executor;
    }

    private HashSet<string> RegionOf(StepPlan end)
    {
        bool LeadsTo(string from, string to) => from == to || SourcesOf(_byName[to]).Concat(_byName[to].Joins.SelectMany(j => j.Members)).Any(s => LeadsTo(from, s));
        return [.. Plans.Where(p => LeadsTo(end.Loop!.To, p.Name) && LeadsTo(p.Name, end.Name)).Select(p => p.Name)];
    }

    private static StepPlan[] Recursive(string name) =>
    [
        new(0, "down") { CountsDown = true, UndoFailures = 1 },
        new(1, "again") { Kind = NodeKind.Child, Child = name, Needs = ["down"], OnlyPositive = true },
        new(2, "sum") { Reads = ["down", "again"] },
    ];
}
