using System.Text.Json;

namespace WorkflowGen.Execution;

/// <summary>
/// The state machine of one workflow. The generated part (the abstract members) knows what only it can know: how each step is called with its typed arguments, where its
/// result is kept, and how handoffs are written and read. The rest (order, retries, timeouts, cancellation, journal) is written once, in the other parts of this class.
/// </summary>
/// <remarks>Made and driven by generated code and the runtime; not for use by hand. An instance runs one run at a time and may be used again for another.</remarks>
public abstract partial class WorkflowExecutor
{
    /// <summary>Creates an idle executor.</summary>
    protected WorkflowExecutor(WorkflowDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        Definition = definition;
        _nodes = new NodeState[definition.NodeArray.Length];
        _slots = definition.NodeArray.Length;
        _joins = CreateJoins(definition);
        _locks = CreateLocks(definition);
        _ready = new ReadyQueue(definition.NodeArray.Length);
        _hasPulses = Array.Exists(definition.NodeArray, static n => n.Heartbeat is not null);
        _loops = definition.LoopPlan is { } loops ? new LoopRounds(loops, _nodes.Length) : null;
        _driveInContext = static state => ((WorkflowExecutor)state!).Drive();
    }

    /// <summary>The graph.</summary>
    public WorkflowDefinition Definition { get; }

    /// <summary>
    /// Calls the step. When it has completed by the time it returns, its result is kept and the answer is true; otherwise its awaiter is kept,
    /// <paramref name="continuation"/> is registered with it (without flowing the execution context), and the answer is false: <see cref="EndStep"/> follows after the continuation has run.
    /// </summary>
    /// <exception cref="Exception">What the step threw, or its task failed with.</exception>
    protected abstract bool BeginStep(int node, StepContext? step, CancellationToken cancellationToken, Action continuation);

    /// <summary>Takes the result of a step that <see cref="BeginStep"/> left suspended, and keeps it.</summary>
    /// <exception cref="Exception">What the step's task failed with.</exception>
    protected abstract void EndStep(int node);

    /// <summary>Whether all guards of the node hold. Pure: it may be asked again after a crash.</summary>
    protected abstract bool EvaluateGuard(int node);

    /// <summary>Sets all handoffs, inputs and awaiters to their defaults, so that nothing of a run is kept alive.</summary>
    protected abstract void ClearHandoffs();

    /// <summary>Writes the run's inputs as one JSON array, in order.</summary>
    public abstract void WriteInputs(Utf8JsonWriter writer);

    /// <summary>Reads what <see cref="WriteInputs"/> wrote; the reader stands before its first token.</summary>
    /// <exception cref="JsonException">The value does not fit.</exception>
    public abstract void ReadInputs(ref Utf8JsonReader reader);

    /// <summary>Writes the node's handoff as one JSON value. Called only for nodes with a result.</summary>
    public abstract void WriteHandoff(int node, Utf8JsonWriter writer);

    /// <summary>Writes what the run hands back, as one JSON value of the run's type: whoever reads it knows nothing of the step that it comes from.</summary>
    /// <param name="output">The node whose result it is; −1: none has completed.</param>
    /// <param name="writer">Where to.</param>
    public virtual void WriteResult(int output, Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (output < 0)
            writer.WriteNullValue();
        else
            WriteHandoff(output, writer);
    }

    /// <summary>Reads what <see cref="WriteHandoff"/> wrote; the reader stands before its first token.</summary>
    /// <exception cref="JsonException">The value does not fit.</exception>
    public abstract void ReadHandoff(int node, ref Utf8JsonReader reader);

    // What only some workflows have. The driver calls each only for nodes whose definition says so; a workflow without them has none of the code.

    /// <summary>An attempt has failed that may have left a value: it returned one too late, or one that cannot be written. Whoever does without the node's result must not see it.</summary>
    protected virtual void ForgetHandoff(int node)
    {
    }

    /// <summary>Whether the loop's guard holds: another round. Pure.</summary>
    protected virtual bool EvaluateLoop(int loop) => throw Unexpected();

    /// <summary>
    /// A new round of the loop begins: keeps the values of its <see cref="WorkflowDefinition.Previous"/> (a node that was skipped in the round before has none), forgets those of every other loop whose last node is in its region,
    /// and then sets the handoffs of the region's nodes to their defaults, so that a node that is skipped this time has none.
    /// </summary>
    protected virtual void BeginRound(int loop)
    {
    }

    /// <summary>Until when a computed delay waits, from when it was reached. Pure.</summary>
    protected virtual DateTimeOffset DelayUntil(int node, DateTimeOffset reachedAt) => throw Unexpected();

    /// <summary>Keeps a signal's value, in memory: null where its wait timed out. For a stream: adds an item.</summary>
    protected virtual void AcceptSignal(int node, object? value) => throw Unexpected();

    /// <summary>An [Each] begins: makes room for results, and says how many elements its collections have (of several, the shortest); <see cref="int.MaxValue"/> where it has none, only streams or arrivals.</summary>
    protected virtual int BeginElements(int node) => throw Unexpected();

    /// <summary>As <see cref="BeginStep"/>, for one element. Its awaiter is kept by <paramref name="window"/>, a number below MaxParallel that no other element of the node has meanwhile.</summary>
    protected virtual bool BeginElement(int node, int element, int window, StepContext? step, CancellationToken cancellationToken, Action continuation) => throw Unexpected();

    /// <summary>As <see cref="EndStep"/>, for one element.</summary>
    protected virtual void EndElement(int node, int element, int window) => throw Unexpected();

    /// <summary>Makes the node's handoff from the results of the given elements (ascending): all of them, or those that completed. The list is the executor's own and changes: do not keep it.</summary>
    protected virtual void CompleteElements(int node, IReadOnlyList<int> completed) => throw Unexpected();

    /// <summary>Whether the guard over the results so far holds, and the [Each] is done. Pure.</summary>
    protected virtual bool EvaluateUntil(int node, IReadOnlyList<int> completed) => throw Unexpected();

    /// <summary>Writes one element's result as one JSON value. Called only for nodes with a result.</summary>
    public virtual void WriteElement(int node, int element, Utf8JsonWriter writer) => throw Unexpected();

    /// <summary>Reads what <see cref="WriteElement"/> wrote; the reader stands before its first token. Makes room where there is none: for a node that is done <see cref="BeginElements"/> has not been called.</summary>
    public virtual void ReadElement(int node, int element, ref Utf8JsonReader reader) => throw Unexpected();

    /// <summary>
    /// Begins to take the next item of a stream step, opening it at the first call and at the first after an exception. Completed at once: true, and <paramref name="moved"/> says whether there was one, which is then
    /// kept under the number <paramref name="item"/>; −1: it is known already, and passed over. Where there was none, the enumerator has been disposed of.
    /// </summary>
    protected virtual bool BeginPull(int node, int item, StepContext? step, CancellationToken cancellationToken, Action continuation, out bool moved) => throw Unexpected();

    /// <summary>Ends what <see cref="BeginPull"/> left suspended: whether there was an item.</summary>
    protected virtual bool EndPull(int node, int item) => throw Unexpected();

    /// <summary>No more is taken of a stream step that has more: its enumerator is to be disposed of, without being waited for. No pull is under way.</summary>
    protected virtual void AbandonStream(int node) => throw Unexpected();

    /// <summary>Writes an item of a stream.</summary>
    public virtual void WriteItem(int node, int item, Utf8JsonWriter writer) => throw Unexpected();

    /// <summary>Reads an item of a stream and keeps it under its number.</summary>
    public virtual void ReadItem(int node, int item, ref Utf8JsonReader reader) => throw Unexpected();

    /// <summary>Nobody needs the item any more.</summary>
    protected virtual void ForgetItem(int node, int item) => throw Unexpected();

    /// <summary>Writes the inputs of a child (for an element, or −1) as its own executor's <see cref="WriteInputs"/> would.</summary>
    public virtual void WriteChildInputs(int node, int element, Utf8JsonWriter writer) => throw Unexpected();

    /// <summary>What the compensation of the node (for an element, or −1), which has just completed, will need: a copy that later rounds do not change.</summary>
    protected virtual object CaptureCompensation(int node, int element) => throw Unexpected();

    /// <summary>Writes what <see cref="CaptureCompensation"/> returned as one JSON value.</summary>
    public virtual void WriteCompensation(int node, object captured, Utf8JsonWriter writer) => throw Unexpected();

    /// <summary>Reads what <see cref="WriteCompensation"/> wrote.</summary>
    public virtual object ReadCompensation(int node, ref Utf8JsonReader reader) => throw Unexpected();

    /// <summary>As <see cref="BeginStep"/>, for a compensation. One runs at a time.</summary>
    protected virtual bool BeginCompensation(int node, object captured, StepContext? step, CancellationToken cancellationToken, Action continuation) => throw Unexpected();

    /// <summary>As <see cref="EndStep"/>, for the compensation under way.</summary>
    protected virtual void EndCompensation(int node) => throw Unexpected();

    /// <summary>As <see cref="BeginStep"/> (or <see cref="BeginElement"/>, with an element), with a test's delegate in place of the step's method: of the type that the generated <c>Steps</c> says.</summary>
    protected virtual bool BeginReplacement(int node, int element, int window, Delegate replacement, StepContext? step, CancellationToken cancellationToken, Action continuation) => throw Unexpected();

    private NotSupportedException Unexpected([System.Runtime.CompilerServices.CallerMemberName] string member = "") =>
        new($"The executor of workflow '{Definition}' has no {member}: it was generated by another version than that of the runtime. Build the project again.");
}
