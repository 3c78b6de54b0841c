using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using WorkflowGen.Execution;
using WorkflowGen.Journal;
using WorkflowGen.Storage;

namespace WorkflowGen.Hosting;

// What clients ask for. Everything here works on an engine that executes nothing, too.
public sealed partial class WorkflowEngine
{
    private const int ClientTries = 3;

    internal ValueTask<bool> StartRunAsync<TInputs>(string id, WorkflowDefinition definition, TInputs inputs, Action<Utf8JsonWriter, TInputs> writeInputs, CancellationToken cancellationToken) =>
        StartRunAsync(id, definition, inputs, writeInputs, null, cancellationToken);

    /// <summary>Starts a run, unless there is one of that id.</summary>
    /// <returns>Whether it was created.</returns>
    internal async ValueTask<bool> StartRunAsync<TInputs>(
        string id, WorkflowDefinition definition, TInputs inputs, Action<Utf8JsonWriter, TInputs> writeInputs, StartOptions? options, CancellationToken cancellationToken)
    {
        StoreRequestChecks.CheckRunId(id);
        cancellationToken.ThrowIfCancellationRequested();
        await InitializeStoreAsync(cancellationToken).ConfigureAwait(false);

        var now = Time.GetUtcNow();
        var trace = Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity ? activity.Id! : "";
        var record = new RecordBuffer();
        JournalEncoder.BeginRunStarted(record, definition.Name, definition.Version, definition.Shape, now, trace);
        var inputsStart = record.Length;
        var inputsLength = Payload.WriteInputs(record, definition, inputs, writeInputs, Options.MaxPayloadBytes);
        JournalEncoder.End(record, 0);

        var queue = options?.Queue ?? definition.Queue ?? RunHead.DefaultQueue;
        var run = TryReserve(id, definition, queue);
        var leaseUntil = now + Options.LeaseDuration;
        var request = new NewRun
        {
            RunId = id,
            Workflow = definition.Name,
            Version = definition.Version,
            CreatedAt = now,
            Entries = [new JournalEntry(1, record.Slice(0, record.Length))],
            Owner = run is null ? null : _owner,
            LeaseUntil = run is null ? null : leaseUntil,
            Queue = queue,
            Priority = options?.Priority ?? 0,
            Tenant = options?.Tenant ?? "",
        };

        var mine = false;
        var answered = false;
        try
        {
            var (result, repeated) = await CreateAsync(request, cancellationToken).ConfigureAwait(false);
            answered = !repeated;
            if (!result.Created && result.Head.Workflow != definition.Name)
                throw new RunConflictException(definition.Name, result.Head);

            // A repeat after a lost answer finds the run that the first try has made for this worker.
            var created = result.Created || (repeated && result.Head is { Epoch: 1, LastSequence: 1 } && result.Head.Owner == _owner);
            mine = created && run is not null;
            if (created)
                Telemetry.RunStarted(definition.Name);
            if (mine)
                run!.Start(request, trace, record, record.Slice(inputsStart, inputsLength), leaseUntil);
            else if (created)
                WakeForNewRun();
            return created;
        }
        finally
        {
            if (!mine)
            {
                record.Reset(mayBeRead: !answered);
                if (run is not null)
                    CancelReservation(run);
            }
        }
    }

    internal async ValueTask<(RunHead Head, RunOutcome Outcome)?> ReadOutcomeAsync(string id, WorkflowDefinition definition, CancellationToken cancellationToken)
    {
        StoreRequestChecks.CheckRunId(id);
        await InitializeStoreAsync(cancellationToken).ConfigureAwait(false);
        var stored = await LoadRunAsync(id, cancellationToken).ConfigureAwait(false);
        if (stored is null)
            return null;
        if (stored.Head.Workflow != definition.Name)
            throw new RunConflictException(definition.Name, stored.Head);
        return (stored.Head, RunOutcomeReader.Read(stored, definition) with { WaitingFor = await ReadWaitsAsync(stored, definition, cancellationToken).ConfigureAwait(false) });
    }

    /// <exception cref="RunException">It did not complete.</exception>
    internal async Task<RunOutcome> WaitAsync(string id, WorkflowDefinition definition, CancellationToken cancellationToken)
    {
        StoreRequestChecks.CheckRunId(id);
        await InitializeStoreAsync(cancellationToken).ConfigureAwait(false);
        while (true)
        {
            // In line before looking: an end in between is not missed.
            var waiter = _waiters.Add(id);
            try
            {
                var outcome = await LookAsync(id, definition, cancellationToken).ConfigureAwait(false);
                if (outcome is null)
                {
                    // What ends here is told at once; what ends elsewhere has to be looked for.
                    var patience = _active.ContainsKey(id) && !Options.IsSimulated ? Options.LeaseDuration : Options.PollInterval;
                    await ((Task)waiter.Task).WaitAsync(patience, BackgroundTime, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    cancellationToken.ThrowIfCancellationRequested();
                    outcome = waiter.Task.IsCompletedSuccessfully ? await waiter.Task.ConfigureAwait(false) : null;
                }
                if (outcome is not null)
                {
                    outcome.ThrowUnlessCompleted(id, definition.Name);
                    return outcome;
                }
            }
            finally
            {
                _waiters.Remove(id, waiter);
            }
        }
    }

    internal async ValueTask<bool> CancelAsync(string id, string? workflow, CancellationToken cancellationToken)
    {
        StoreRequestChecks.CheckRunId(id);
        await InitializeStoreAsync(cancellationToken).ConfigureAwait(false);
        var head = await GetHeadAsync(id, cancellationToken).ConfigureAwait(false);
        if (workflow is not null && head.Workflow != workflow)
            throw new RunConflictException(workflow, head);
        if (head.Status.IsTerminal())
            return false;

        var at = Time.GetUtcNow();
        head = await RetryAsync(static (request, token) => request.Store.RequestCancelAsync(request.Id, request.At, token), (Store, Id: id, At: at), cancellationToken).ConfigureAwait(false)
            ?? throw new RunNotFoundException(id);
        if (head.Status.IsTerminal())
            return false;
        if (_active.TryGetValue(id, out var run))
            run.RequestCancel(at);
        else
            _wake.Set();
        return true;
    }

    internal IAsyncEnumerable<RunHead> ListAsync(string? workflow, RunStatus? status, CancellationToken cancellationToken) =>
        ListAsync(new RunQuery { Workflow = workflow, Status = status }, cancellationToken);

    internal async IAsyncEnumerable<RunHead> ListAsync(RunQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await InitializeStoreAsync(cancellationToken).ConfigureAwait(false);
        query = query with { Limit = 500 };
        while (true)
        {
            var page = await RetryAsync(static (request, token) => request.Store.ListAsync(request.Query, token), (Store, Query: query), cancellationToken).ConfigureAwait(false);
            foreach (var head in page.Runs)
                yield return head;
            if (page.Next is null)
                yield break;
            query = query with { After = page.Next };
        }
    }

    private async ValueTask<RunOutcome?> LookAsync(string id, WorkflowDefinition definition, CancellationToken cancellationToken)
    {
        if (_active.TryGetValue(id, out var run) && run.Workflow.Definition.Name == definition.Name)
        {
            run.IsAwaited = true;
            // Still there after it was told: it will tell us. Otherwise it may have ended without knowing.
            if (run.Epoch > 0 && _active.TryGetValue(id, out var still) && still == run)
                return null;
        }
        var head = await GetHeadAsync(id, cancellationToken).ConfigureAwait(false);
        if (head.Workflow != definition.Name)
            throw new RunConflictException(definition.Name, head);
        if (!head.Status.IsTerminal() && head.Status != RunStatus.Parked)
            return null;
        return (await ReadOutcomeAsync(id, definition, cancellationToken).ConfigureAwait(false))?.Outcome;
    }

    /// <exception cref="RunNotFoundException">There is no run of that id.</exception>
    private async ValueTask<RunHead> GetHeadAsync(string id, CancellationToken cancellationToken) =>
        await RetryAsync(static (request, token) => request.Store.GetAsync(request.Id, token), (Store, Id: id), cancellationToken).ConfigureAwait(false) ?? throw new RunNotFoundException(id);

    private ValueTask<StoredRun?> LoadRunAsync(string id, CancellationToken cancellationToken) =>
        RetryAsync(static (request, token) => request.Store.LoadAsync(request.Id, token), (Store, Id: id), cancellationToken);

    private async ValueTask<(CreateResult Result, bool Repeated)> CreateAsync(NewRun request, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return (await Store.CreateAsync(request, cancellationToken).ConfigureAwait(false), tries > 1);
            }
            catch (StoreException exception) when (tries < ClientTries && exception.Failure is StoreFailure.Unavailable)
            {
                StoreTrouble.Failed(exception);
                await Task.Delay(RetryDelay(tries), Time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async ValueTask<TResult> RetryAsync<TRequest, TResult>(Func<TRequest, CancellationToken, ValueTask<TResult>> call, TRequest request, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await call(request, cancellationToken).ConfigureAwait(false);
            }
            catch (StoreException exception) when (tries < ClientTries && exception.Failure is StoreFailure.Unavailable)
            {
                StoreTrouble.Failed(exception);
                await Task.Delay(RetryDelay(tries), Time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>A slot and a place among the active runs for a run that is about to be created; null: it has to wait for its turn.</summary>
    private RunActivation? TryReserve(string id, WorkflowDefinition definition, string queue)
    {
        // Those that wait already are older or more urgent: when there are some, all go by the store, which knows the order.
        if (_state != EngineState.Running || _backlog || !Serves(queue) || !_workflows.TryGetValue(new WorkflowKey(definition.Name, definition.Version), out var workflow) || !TryTakeSlot())
            return null;
        var run = new RunActivation(this, workflow, id) { IsAwaited = _waiters.Any(id) };
        if (!_active.TryAdd(id, run))
        {
            FreeSlot();
            return null;
        }
        if (_state == EngineState.Running)
            return run;
        CancelReservation(run);
        return null;
    }

    private void CancelReservation(RunActivation run)
    {
        _active.TryRemove(new KeyValuePair<string, RunActivation>(run.RunId, run));
        FreeSlot();
    }

    private void WakeForNewRun()
    {
        _backlog = true;
        if (ActiveCount < Options.MaxConcurrentRuns)
            _wake.Set();
    }
}
