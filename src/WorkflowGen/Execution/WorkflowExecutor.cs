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
        _ready = new ReadyQueue(definition.NodeArray.Length);
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

    /// <summary>Reads what <see cref="WriteHandoff"/> wrote; the reader stands before its first token.</summary>
    /// <exception cref="JsonException">The value does not fit.</exception>
    public abstract void ReadHandoff(int node, ref Utf8JsonReader reader);
}
