using System.Text.Json;
using WorkflowGen.Execution;
using WorkflowGen.Hosting;
using WorkflowGen.Journal;
using WorkflowGen.Storage;

namespace WorkflowGen;

/// <summary>What the generated clients of all workflows have in common. Safe for concurrent use.</summary>
public abstract class WorkflowClient
{
    private protected WorkflowClient(WorkflowEngine engine, WorkflowDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(engine);
        Engine = engine;
        Definition = definition;
    }

    /// <summary>The workflow's stable name.</summary>
    public string WorkflowName => Definition.Name;

    private protected WorkflowEngine Engine { get; }

    private protected WorkflowDefinition Definition { get; }

    /// <summary>Asks for a run to be cancelled. The request is durable when this returns; the run ends as Cancelled when what is under way has stopped.</summary>
    /// <returns>False: it came too late, the run had ended.</returns>
    /// <exception cref="RunNotFoundException">There is no run of that id.</exception>
    /// <exception cref="RunConflictException">It is a run of another workflow.</exception>
    public ValueTask<bool> CancelAsync(string id, CancellationToken cancellationToken = default) =>
        Engine.CancelAsync(id, Definition.Name, cancellationToken);

    /// <summary>For generated code: sends a signal. It is durable when this returns, and is delivered once, in the order of the calls that returned; one that comes before the run waits for it is kept.</summary>
    /// <param name="id">The run.</param>
    /// <param name="signal">The signal's node.</param>
    /// <param name="value">Its value.</param>
    /// <param name="write">Writes the value as one JSON value, exactly as the executor's WriteHandoff does for the node (for a stream, as WriteItem does); null: the signal has none.</param>
    /// <param name="key">What tells repeats: of several with the same run, signal and key, the first counts, and the others are true, too. Null: each call counts.</param>
    /// <param name="cancellationToken">Stops the waiting; the signal may have been sent all the same.</param>
    /// <returns>False: it came too late, the run had ended.</returns>
    /// <exception cref="RunNotFoundException">There is no run of that id.</exception>
    /// <exception cref="RunConflictException">It is a run of another workflow.</exception>
    /// <exception cref="HandoffException">The value cannot be written as JSON.</exception>
    protected ValueTask<bool> SignalCoreAsync<T>(string id, string signal, T value, Action<Utf8JsonWriter, T>? write, string? key, CancellationToken cancellationToken) =>
        Engine.SignalAsync(id, Definition, signal, value, write, key, cancellationToken);

    /// <summary>Lists this workflow's runs, newest first.</summary>
    /// <param name="status">Only those in this status; null: all.</param>
    public IAsyncEnumerable<RunHead> ListAsync(RunStatus? status = null, CancellationToken cancellationToken = default) =>
        Engine.ListAsync(Definition.Name, status, cancellationToken);
}

/// <summary>Starts and watches runs of a workflow without a result. The generator derives a client with typed starts from it.</summary>
/// <typeparam name="TWorkflow">The workflow class.</typeparam>
public abstract class WorkflowClient<TWorkflow> : WorkflowClient
    where TWorkflow : class, IWorkflow<TWorkflow>
{
    /// <summary>For generated code.</summary>
    protected WorkflowClient(WorkflowEngine engine)
        : base(engine, TWorkflow.Definition)
    {
    }

    /// <summary>Reads a run; null: there is none of that id.</summary>
    /// <exception cref="RunConflictException">It is a run of another workflow.</exception>
    public async ValueTask<RunState?> GetAsync(string id, CancellationToken cancellationToken = default)
    {
        var outcome = await Engine.ReadOutcomeAsync(id, Definition, cancellationToken).ConfigureAwait(false);
        return outcome is var (head, ended) ? new RunState(head, ended.Failures) { WaitingFor = ended.WaitingFor } : null;
    }

    /// <summary>Waits until a run has ended.</summary>
    /// <exception cref="WorkflowFailedException">It failed.</exception>
    /// <exception cref="WorkflowCancelledException">It was cancelled.</exception>
    /// <exception cref="WorkflowParkedException">It is parked.</exception>
    /// <exception cref="RunNotFoundException">There is no run of that id.</exception>
    public Task WaitAsync(string id, CancellationToken cancellationToken = default) => Engine.WaitAsync(id, Definition, cancellationToken);

    /// <summary>For generated code: starts a run.</summary>
    /// <param name="inputs">The inputs, as one value.</param>
    /// <param name="writeInputs">Writes them as one JSON array, exactly as the executor's WriteInputs does.</param>
    /// <param name="options">Where and how urgently it waits; null: as the workflow says.</param>
    protected async ValueTask<RunHandle> StartCoreAsync<TInputs>(string id, TInputs inputs, Action<Utf8JsonWriter, TInputs> writeInputs, StartOptions? options, CancellationToken cancellationToken)
    {
        var created = await Engine.StartRunAsync(id, Definition, inputs, writeInputs, options, cancellationToken).ConfigureAwait(false);
        return new RunHandle(id, !created, WaitAsync);
    }
}

/// <summary>Starts and watches runs of a workflow with a result. The generator derives a client with typed starts from it.</summary>
/// <typeparam name="TWorkflow">The workflow class.</typeparam>
/// <typeparam name="TResult">The result's type.</typeparam>
public abstract class WorkflowClient<TWorkflow, TResult> : WorkflowClient
    where TWorkflow : class, IWorkflow<TWorkflow>
{
    /// <summary>For generated code.</summary>
    protected WorkflowClient(WorkflowEngine engine)
        : base(engine, TWorkflow.Definition)
    {
    }

    /// <summary>Reads a run and, when it has completed, its result; null: there is none of that id.</summary>
    /// <exception cref="RunConflictException">It is a run of another workflow.</exception>
    public async ValueTask<RunState<TResult>?> GetAsync(string id, CancellationToken cancellationToken = default)
    {
        var outcome = await Engine.ReadOutcomeAsync(id, Definition, cancellationToken).ConfigureAwait(false);
        return outcome is var (head, ended) ? new RunState<TResult>(head, ended.Failures, ReadResult(ended)) { WaitingFor = ended.WaitingFor } : null;
    }

    /// <summary>Waits until a run has ended.</summary>
    /// <returns>Its result.</returns>
    /// <exception cref="WorkflowFailedException">It failed.</exception>
    /// <exception cref="WorkflowCancelledException">It was cancelled.</exception>
    /// <exception cref="WorkflowParkedException">It is parked.</exception>
    /// <exception cref="RunNotFoundException">There is no run of that id.</exception>
    public async Task<TResult> WaitAsync(string id, CancellationToken cancellationToken = default) =>
        ReadResult(await Engine.WaitAsync(id, Definition, cancellationToken).ConfigureAwait(false))!;

    /// <summary>For generated code: starts a run.</summary>
    /// <param name="inputs">The inputs, as one value.</param>
    /// <param name="writeInputs">Writes them as one JSON array, exactly as the executor's WriteInputs does.</param>
    /// <param name="options">Where and how urgently it waits; null: as the workflow says.</param>
    protected async ValueTask<RunHandle<TResult>> StartCoreAsync<TInputs>(string id, TInputs inputs, Action<Utf8JsonWriter, TInputs> writeInputs, StartOptions? options, CancellationToken cancellationToken)
    {
        var created = await Engine.StartRunAsync(id, Definition, inputs, writeInputs, options, cancellationToken).ConfigureAwait(false);
        return new RunHandle<TResult>(id, !created, WaitAsync);
    }

    /// <summary>For generated code: reads what the executor's WriteHandoff wrote for the output step; the reader stands before its first token.</summary>
    protected abstract TResult ReadResult(ref Utf8JsonReader reader);

    /// <summary>For generated code: as <see cref="ReadResult(ref Utf8JsonReader)"/>, where several steps can hand the result over, and not all as the same type.</summary>
    /// <param name="output">The step that did.</param>
    /// <param name="reader">Stands before the first token.</param>
    protected virtual TResult ReadResult(string output, ref Utf8JsonReader reader) => ReadResult(ref reader);

    private TResult? ReadResult(RunOutcome outcome)
    {
        // A skipped output step leaves no payload, and the result is the type's default.
        if (outcome.Result.IsEmpty)
            return default;
        var reader = Payload.Read(outcome.Result);
        return outcome.Output is { } output ? ReadResult(output, ref reader) : ReadResult(ref reader);
    }
}
