using System.Text.Json;
using WorkflowGen.Execution;

namespace WorkflowGen.Tests.Execution;

/// <summary>
/// As <see cref="InterpretedExecutor"/>, for graphs with [Each] and streams: every handoff is a list of numbers, every element and item one number.
/// </summary>
internal sealed partial class EachExecutor : WorkflowExecutor<int[]?>
{
    private readonly Step[] _steps;
    private readonly Dictionary<string, int> _names;
    private readonly int[]?[] _handoffs;
    private readonly ValueTask<int[]>[] _tasks;
    private readonly List<int>?[] _results;
    private readonly Dictionary<int, int>?[] _items;
    private readonly ValueTask<int>[]?[] _elements;
    private readonly StreamCursor<int>[] _cursors;

    private EachExecutor(WorkflowDefinition definition, Step[] steps, Dictionary<string, int> names)
        : base(definition)
    {
        _steps = steps;
        _names = names;
        _handoffs = new int[]?[steps.Length];
        _tasks = new ValueTask<int[]>[steps.Length];
        _results = new List<int>?[steps.Length];
        _items = new Dictionary<int, int>?[steps.Length];
        _elements = new ValueTask<int>[]?[steps.Length];
        _cursors = new StreamCursor<int>[steps.Length];
    }

    public delegate ValueTask<int[]> Body(int[]?[] inputs, StepContext? step, CancellationToken cancellationToken);

    public delegate ValueTask<int> ElementBody(int[] elements, StepContext? step, CancellationToken cancellationToken);

    public delegate IAsyncEnumerable<int> StreamBody(StepContext? step, CancellationToken cancellationToken);

    public int[] Input { get; set; } = [];

    public bool WasReturned { get; private set; }

    /// <summary>Items that are kept now.</summary>
    public int ItemsKept => _items.Sum(i => i?.Count ?? 0);

    /// <summary>The most items that were kept at once.</summary>
    public int MostItemsKept { get; private set; }

    public static EachExecutor Create(params Step[] steps)
    {
        var names = steps.Select((s, i) => (s.Name, i)).ToDictionary(p => p.Name, p => p.i);
        var nodes = steps.Select(s => new NodeDefinition(
            s.Name,
            [.. s.Needs.Concat(s.After).Concat(s.Over).Concat(s.Streams).Where(n => n != "input").Select(n => names[n]).Distinct()],
            [.. s.Needs.Concat(s.Over).Concat(s.Streams).Where(n => n != "input").Select(n => names[n]).Distinct()])
        {
            Kind = s.Stream is not null ? NodeKind.Stream : s.Signal is not null ? NodeKind.Signal : NodeKind.Step,
            HasGuard = s.Guard is not null,
            HasResult = true,
            TakesContext = s.TakesContext,
            IsBackground = s.Stream is not null || s.Signal is not null,
            Signal = s.Signal,
            Retry = s.Retry,
            AttemptTimeout = s.Timeout,
            Idempotency = s.Idempotency,
            Exclusive = s.Exclusive,
            ExclusiveUntil = s.ExclusiveUntil is { } until ? names[until] : -1,
            Limit = s.Limit,
            Heartbeat = s.Heartbeat,
            Cancels = s.Cancels is { } cancels ? [.. cancels.Select(n => names[n])] : null,
            ClosedBy = s.ClosedBy is { } closing ? names[closing] : -1,
            Compensation = s.Undo is null ? null : new CompensationDefinition("undo") { TakesContext = true },
            Each = s.Element is null ? null : new EachDefinition([
                .. s.Over.Select(n => new EachSource(EachSourceKind.Collection, n == "input" ? [] : [names[n]])),
                .. s.Streams.Select(n => new EachSource(EachSourceKind.Stream, [names[n]])),
                .. s.Arrivals.Length == 0 ? Array.Empty<EachSource>() : [new EachSource(EachSourceKind.Arrivals, [.. s.Arrivals.Select(n => names[n])])]])
            {
                MaxParallel = s.MaxParallel,
                Enough = s.Enough,
                HasUntil = s.Until is not null,
                CompleteOn = s.CompleteOn is { } signal ? names[signal] : -1,
                Rest = s.Rest,
            },
        }).ToArray();
        return new EachExecutor(new WorkflowDefinition("each", 1, "00", nodes, ["input"], steps.Length - 1), steps, names);
    }

    public async Task<IReadOnlyList<int>?> RunAsync(CancellationToken cancellationToken = default)
    {
        Begin(cancellationToken);
        return await Continue();
    }

    public override void WriteInputs(Utf8JsonWriter writer) => HandoffJson.Write(writer, Input, HandoffJson.ByReflection<int[]>());

    /// <summary>A number stands for a list of as many: runs of an <see cref="Hosting.EngineHarness"/> have one number as input.</summary>
    public override void ReadInputs(ref Utf8JsonReader reader)
    {
        var element = HandoffJson.Read(ref reader, HandoffJson.ByReflection<JsonElement>());
        Input = element.ValueKind == JsonValueKind.Number ? [.. Enumerable.Range(0, element.GetInt32())] : [.. element.EnumerateArray().Select(e => e.GetInt32())];
    }

    public override void WriteHandoff(int node, Utf8JsonWriter writer) => HandoffJson.Write(writer, _handoffs[node]!, HandoffJson.ByReflection<int[]>());

    public override void ReadHandoff(int node, ref Utf8JsonReader reader) => _handoffs[node] = HandoffJson.Read(ref reader, HandoffJson.ByReflection<int[]>());

    public override void WriteElement(int node, int element, Utf8JsonWriter writer) => HandoffJson.Write(writer, _results[node]![element], HandoffJson.ByReflection<int>());

    public override void ReadElement(int node, int element, ref Utf8JsonReader reader) => Keep(node, element, HandoffJson.Read(ref reader, HandoffJson.ByReflection<int>()));

    public override void WriteItem(int node, int item, Utf8JsonWriter writer) => HandoffJson.Write(writer, _items[node]![item], HandoffJson.ByReflection<int>());

    public override void ReadItem(int node, int item, ref Utf8JsonReader reader) => KeepItem(node, item, HandoffJson.Read(ref reader, HandoffJson.ByReflection<int>()));

    protected override int[]? TakeResult() => _handoffs[^1];

    protected override void ReturnToPool() => WasReturned = true;

    protected override bool BeginStep(int node, StepContext? step, CancellationToken cancellationToken, Action continuation)
    {
        int[]?[] inputs = [.. _steps[node].Needs.Select(Value)];
        var task = _steps[node].Body!(inputs, step, cancellationToken);
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

    protected override bool EvaluateGuard(int node) => _steps[node].Guard!([.. _steps[node].Needs.Concat(_steps[node].Over).Select(Value)]);

    protected override int BeginElements(int node)
    {
        _results[node] ??= [];
        return _steps[node].Over.Length == 0 ? int.MaxValue : _steps[node].Over.Min(n => Value(n)!.Length);
    }

    protected override bool BeginElement(int node, int element, int window, StepContext? step, CancellationToken cancellationToken, Action continuation)
    {
        var tasks = _elements[node] ??= [];
        if (window >= tasks.Length)
            Array.Resize(ref _elements[node], Math.Max(8, window * 2));
        var task = _steps[node].Element!(Elements(node, element), step, cancellationToken);
        if (task.IsCompleted)
        {
            Keep(node, element, task.GetAwaiter().GetResult());
            return true;
        }
        _elements[node]![window] = task;
        task.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(continuation);
        return false;
    }

    protected override void EndElement(int node, int element, int window) => Keep(node, element, _elements[node]![window].GetAwaiter().GetResult());

    protected override void CompleteElements(int node, IReadOnlyList<int> completed) => _handoffs[node] = Results(node, completed);

    protected override bool EvaluateUntil(int node, IReadOnlyList<int> completed) => _steps[node].Until!(Results(node, completed));

    protected override bool BeginPull(int node, int item, StepContext? step, CancellationToken cancellationToken, Action continuation, out bool moved)
    {
        ref var cursor = ref _cursors[node];
        if (!cursor.IsOpen)
            cursor.Open(_steps[node].Stream!(step, cancellationToken), cancellationToken);
        if (!cursor.Begin(continuation, out moved))
            return false;
        KeepPulled(node, item, moved);
        return true;
    }

    protected override bool EndPull(int node, int item) => KeepPulled(node, item, _cursors[node].End());

    protected override void AbandonStream(int node) => _cursors[node].Abandon();

    protected override void ForgetItem(int node, int item) => Assert.True(_items[node]!.Remove(item));

    protected override void AcceptSignal(int node, object? value)
    {
        if (_steps[node].Signal!.IsStream)
            KeepItem(node, _accepted++, (int)value!);
        else
            _handoffs[node] = value is int number ? [number] : null;
    }

    protected override void ClearHandoffs()
    {
        Array.Clear(_handoffs);
        Array.Clear(_tasks);
        Array.Clear(_results);
        Array.Clear(_items);
        foreach (ref var cursor in _cursors.AsSpan())
            cursor.Abandon();
        _accepted = 0;
    }

    private int _accepted;

    private bool KeepPulled(int node, int item, bool moved)
    {
        if (moved && item >= 0)
            KeepItem(node, item, _cursors[node].Current);
        return moved;
    }

    private int[]? Value(string name) => name == "input" ? Input : _handoffs[_names[name]];

    private int[] Elements(int node, int element)
    {
        var step = _steps[node];
        return [
            .. step.Over.Select(n => Value(n)![element]),
            .. step.Streams.Select(n => _items[_names[n]]![element]),
            .. step.Arrivals.Length == 0 ? Array.Empty<int>() : _handoffs[ArrivalOf(node, element)]!];
    }

    private int[] Results(int node, IReadOnlyList<int> completed)
    {
        var results = new int[completed.Count];
        for (var i = 0; i < results.Length; i++)
            results[i] = _results[node]![completed[i]];
        return results;
    }

    private void Keep(int node, int element, int value)
    {
        var results = _results[node] ??= [];
        while (results.Count <= element)
            results.Add(0);
        results[element] = value;
    }

    private void KeepItem(int node, int item, int value)
    {
        (_items[node] ??= [])[item] = value;
        MostItemsKept = Math.Max(MostItemsKept, ItemsKept);
    }

    /// <summary>A node: a step, a step with [Each], a stream, or a signal.</summary>
    public sealed partial record Step(string Name)
    {
        public Body? Body { get; init; }

        public ElementBody? Element { get; init; }

        public StreamBody? Stream { get; init; }

        public SignalDefinition? Signal { get; init; }

        public string[] Needs { get; init; } = [];

        public string[] After { get; init; } = [];

        /// <summary>Collections that pair up: names of steps, or <c>input</c>.</summary>
        public string[] Over { get; init; } = [];

        public string[] Streams { get; init; } = [];

        public string[] Arrivals { get; init; } = [];

        public int MaxParallel { get; init; }

        public int Enough { get; init; }

        public Func<int[], bool>? Until { get; init; }

        public string? CompleteOn { get; init; }

        public Rest Rest { get; init; }

        public Func<int[]?[], bool>? Guard { get; init; }

        public bool TakesContext { get; init; }

        public RetryPolicy? Retry { get; init; }

        public TimeSpan? Timeout { get; init; }

        public Idempotency Idempotency { get; init; }

        public string? Exclusive { get; init; }

        public string? ExclusiveUntil { get; init; }

        public LimitPolicy? Limit { get; init; }

        public TimeSpan? Heartbeat { get; init; }

        public string[]? Cancels { get; init; }

        public string? ClosedBy { get; init; }
    }
}
