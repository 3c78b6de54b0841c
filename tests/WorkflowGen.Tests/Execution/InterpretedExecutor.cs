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

    public bool WasReturned { get; private set; }

    public static InterpretedExecutor Create(params Step[] steps) => Create(failFast: true, steps);

    public static InterpretedExecutor Create(bool failFast, params Step[] steps)
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
        }).ToArray();
        var output = Array.FindLastIndex(steps, static s => !s.IsFinally);
        var definition = new WorkflowDefinition("interpreted", 1, "00", nodes, ["input"], output) { FailFast = failFast, Loops = LoopsOf(steps, nodes), Previous = PreviousOf(steps, nodes) };
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

    protected override int? TakeResult() => _handoffs[Definition.Output];

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

    protected override void ClearHandoffs()
    {
        Array.Clear(_handoffs);
        Array.Clear(_previous);
        Array.Clear(_tasks);
    }

    private int?[] InputsOf(int node)
    {
        var step = _steps[node];
        return [.. step.Needs.Concat(step.Reads).Select(name => _handoffs[Array.FindIndex(_steps, s => s.Name == name)]), .. PreviousInputsOf(step)];
    }

    /// <summary>A step: it needs (is skipped without) some, and reads (gets null without) others.</summary>
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
    }
}
