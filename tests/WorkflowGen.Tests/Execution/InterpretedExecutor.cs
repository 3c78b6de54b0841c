using System.Text.Json;
using WorkflowGen.Execution;

namespace WorkflowGen.Tests.Execution;

/// <summary>
/// An executor over a graph that is built at run time from lambdas: what generated code does, without a generator. Handoffs are nullable integers; a step sees those of
/// its dependencies in the order in which they were named.
/// </summary>
internal sealed partial class InterpretedExecutor : WorkflowExecutor<int?>
{
    private readonly Step[] _steps;
    private readonly int?[] _handoffs;
    private readonly ValueTask<int?>[] _tasks;

    private InterpretedExecutor(WorkflowDefinition definition, Step[] steps)
        : base(definition)
    {
        _steps = steps;
        _handoffs = new int?[steps.Length];
        _tasks = new ValueTask<int?>[steps.Length];
        _previous = new int?[definition.Previous.Count];
    }

    public delegate ValueTask<int?> Body(int?[] inputs, StepContext? step, CancellationToken cancellationToken);

    public int Input { get; set; }

    /// <summary>The run's result, of a durable run that has ended.</summary>
    public int? Result => TakeResult();

    public bool WasReturned { get; private set; }

    public static InterpretedExecutor Create(params Step[] steps) => Create(failFast: true, steps);

    public static InterpretedExecutor Create(bool failFast, params Step[] steps) => Create("interpreted", failFast, steps);

    public static InterpretedExecutor CreateNamed(string name, params Step[] steps) => Create(name, failFast: true, steps);

    public static InterpretedExecutor Create(bool failFast, string name, Step[] steps) => Create(name, failFast, steps);

    private static InterpretedExecutor Create(string name, bool failFast, Step[] steps)
    {
        var names = steps.Select((s, i) => (s.Name, i)).ToDictionary(p => p.Name, p => p.i);
        var nodes = steps.Select(s => new NodeDefinition(
            s.Name,
            [.. s.Needs.Concat(s.Reads).Concat(s.After).Concat(s.Catches).Select(n => names[n]).Distinct()],
            [.. s.Needs.Select(n => names[n]).Distinct()])
        {
            HasGuard = s.Guard is not null,
            TakesContext = s.TakesContext,
            HasResult = true,
            Retry = s.Retry,
            AttemptTimeout = s.Timeout,
            TotalTimeout = s.TotalTimeout,
            Idempotency = s.Idempotency,
            Kind = s.Kind,
            Signal = s.Signal,
            Delay = s.Delay,
            Child = s.Child,
            IsBackground = s.IsBackground,
            IsPure = s.IsPure,
            Heartbeat = s.Heartbeat,
            Catches = [.. s.Catches.Select(n => names[n])],
            IsFinally = s.IsFinally,
            NeedsFailure = s.NeedsFailure,
            Compensation = s.Compensation?.Definition,
            Joins = [.. s.Joins.Select(j => new JoinDefinition([.. j.Members.Select(m => names[m])], j.Need, j.Required, j.Rest))],
            IsEnd = s.IsEnd,
            Cancels = s.Cancels is null ? null : [.. s.Cancels.Select(n => names[n])],
            ClosedBy = s.ClosedBy is null ? -1 : names[s.ClosedBy],
            Exclusive = s.Exclusive,
            ExclusiveUntil = s.ExclusiveUntil is null ? -1 : names[s.ExclusiveUntil],
            Limit = s.Limit,
            Queue = s.Queue,
        }).ToArray();
        var output = Array.FindLastIndex(steps, static s => !s.IsFinally);
        var definition = new WorkflowDefinition(name, 1, "00", nodes, ["input"], output)
        {
            FailFast = failFast,
            Loops = LoopsOf(steps, nodes),
            Previous = PreviousOf(steps, nodes),
            OtherOutputs = [.. steps.Where((s, i) => s.IsOutput && i != output).Select(s => names[s.Name])],
        };
        return new InterpretedExecutor(definition, steps);
    }

    public ValueTask<int?> RunAsync(CancellationToken cancellationToken = default)
    {
        Begin(cancellationToken);
        return Continue();
    }

    public override void WriteInputs(Utf8JsonWriter writer) => writer.WriteNumberValue(Input);

    public override void ReadInputs(ref Utf8JsonReader reader)
    {
        reader.Read();
        Input = reader.GetInt32();
    }

    public override void WriteHandoff(int node, Utf8JsonWriter writer) => HandoffJson.Write(writer, Handoff(node), HandoffJson.ByReflection<int?>());

    public override void ReadHandoff(int node, ref Utf8JsonReader reader) => Handoff(node) = HandoffJson.Read(ref reader, HandoffJson.ByReflection<int?>());

    protected override int? TakeResult() => OutputNode < 0 ? null : _handoffs[OutputNode];

    protected override void ReturnToPool() => WasReturned = true;

    protected override bool BeginStep(int node, StepContext? step, CancellationToken cancellationToken, Action continuation)
    {
        var task = _steps[node].OnFailure is { } body ? body(FailureOf(node)) : _steps[node].Body(InputsOf(node), step, cancellationToken);
        if (task.IsCompleted)
        {
            _handoffs[node] = task.GetAwaiter().GetResult();
            return true;
        }
        _tasks[node] = task;
        task.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(continuation);
        return false;
    }

    protected override void EndStep(int node) => _handoffs[node] = _tasks[node].GetAwaiter().GetResult();

    protected override bool EvaluateGuard(int node) => _steps[node].Guard!(InputsOf(node));

    protected override void AcceptSignal(int node, object? value) => _handoffs[node] = (int?)value;

    protected override DateTimeOffset DelayUntil(int node, DateTimeOffset reachedAt) => _steps[node].Until!(InputsOf(node), reachedAt);

    protected override void ForgetHandoff(int node) => _handoffs[node] = null;

    protected override void ClearHandoffs()
    {
        Array.Clear(_handoffs);
        Array.Clear(_previous);
        Array.Clear(_tasks);
    }

    private int?[] InputsOf(int node)
    {
        var step = _steps[node];
        return
        [
            .. step.Needs.Concat(step.Reads).Select(name => _handoffs[Array.FindIndex(_steps, s => s.Name == name)]),
            .. step.Joins.SelectMany((_, i) => ChosenBy(node, i)),
            .. PreviousInputsOf(step),
        ];
    }

    private int?[] ChosenBy(int node, int join)
    {
        var definition = Definition.Nodes[node].Joins[join];
        var chosen = new int?[definition.Need];
        var nodes = ChosenOf(definition.Index);
        Assert.Equal(nodes.IsEmpty ? -1 : nodes[0], Chosen(definition.Index));
        for (var i = 0; i < nodes.Length; i++)
            chosen[i] = _handoffs[nodes[i]];
        return chosen;
    }

    /// <summary>What a step takes of several others: after what it needs and reads it sees the values that were chosen, as many as the join needs.</summary>
    public sealed record Join(params string[] Members)
    {
        public int Need { get; init; } = 1;

        public bool Required { get; init; } = true;

        public Rest Rest { get; init; }
    }

    /// <summary>A step: it needs (is skipped without) some, and reads (gets null without) others. The last one's result is the run's.</summary>
    public sealed partial record Step(string Name, Body Body)
    {
        public string[] Needs { get; init; } = [];

        public string[] Reads { get; init; } = [];

        public string[] After { get; init; } = [];

        public Func<int?[], bool>? Guard { get; init; }

        public bool TakesContext { get; init; }

        public RetryPolicy? Retry { get; init; }

        public TimeSpan? Timeout { get; init; }

        public TimeSpan? TotalTimeout { get; init; }

        public Idempotency Idempotency { get; init; }

        public NodeKind Kind { get; init; }

        public SignalDefinition? Signal { get; init; }

        public TimeSpan? Delay { get; init; }

        /// <summary>For a computed delay: until when, by what it needs and when it was reached.</summary>
        public Func<int?[], DateTimeOffset, DateTimeOffset>? Until { get; init; }

        public ChildDefinition? Child { get; init; }

        public bool IsBackground { get; init; }

        public bool IsPure { get; init; }

        public TimeSpan? Heartbeat { get; init; }

        public Repeat? Loop { get; init; }

        /// <summary>Steps whose value of the round before follows the inputs.</summary>
        public string[] Previous { get; init; } = [];

        public Join[] Joins { get; init; } = [];

        public bool IsEnd { get; init; }

        /// <summary>Its result can be the run's, too.</summary>
        public bool IsOutput { get; init; }

        public string[]? Cancels { get; init; }

        public string? ClosedBy { get; init; }

        public string? Exclusive { get; init; }

        public string? ExclusiveUntil { get; init; }

        public LimitPolicy? Limit { get; init; }

        public string? Queue { get; init; }
    }
}
