using WorkflowGen.Execution;
using WorkflowGen.Hosting;
using WorkflowGen.Storage;

namespace WorkflowGen.Simulation.Tests;

// Those who want something of runs, and ask again until they have an answer.
internal sealed partial class World
{
    private readonly List<Task> _clients = [];

    private void BeginClients()
    {
        foreach (var request in Workload.Requests)
            _clients.Add(UseAsync(request));
        _ = OperateAsync();
    }

    private async Task UseAsync(RunRequest request)
    {
        await Sleep(request.StartAfter);
        await AskAsync($"start {request.Id}", engine => engine.StartRunAsync(request.Id, request.Definition, request.Input, static (writer, input) => writer.WriteNumberValue(input), default).AsTask());
        Store.Acknowledge(request);
        var told = new List<Task>();
        if (request.CancelAfter is { } cancelAfter)
            told.Add(CancelAsync(request, cancelAfter));
        if (request.Queries > 0)
            told.Add(QueryAsync(request));
        await Task.WhenAll(told);
    }

    /// <summary>A run is there, started by whomever: the signals that it may wait for are sent.</summary>
    public void BeginSignals(RunModel run)
    {
        if (run.IsUndo)
            return;
        foreach (var plan in run.Workflow.Plans.Where(p => p.Kind == NodeKind.Signal && (p.Cancels is null || Chance(0.4))))
            _clients.Add(SignalAsync(run, plan));
    }

    /// <summary>Sends a signal over and over, each with a value and a key of its own, until the run has ended.</summary>
    private async Task SignalAsync(RunModel run, StepPlan plan)
    {
        await Sleep(DrawTime(TimeSpan.Zero, TimeSpan.FromMinutes(2)));
        var definition = Workload.DefinitionOf(run.Workflow.Name);
        for (var number = 1; number <= (plan.Cancels is null ? 500 : 1); number++)
        {
            var value = Workload.SignalValue(run.Id, plan.Name, number);
            var key = $"{plan.Name}-{number}";
            Tally.Count("signal sent");
            var taken = await AskAsync($"signal {run.Id} {key}", engine => engine.SignalAsync(run.Id, definition, plan.Name, value, plan.Name == "stop" ? WriteList : WriteNumber, key, default).AsTask());
            if (!taken)
                return;
            Store.Acknowledge(run.Id, plan.Name, key);
            // Some come in a row, before anybody waits for them.
            await Sleep(Chance(0.2) ? TimeSpan.Zero : DrawTime(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(90) * Math.Min(number, 20)));
        }
    }

    private static void WriteNumber(System.Text.Json.Utf8JsonWriter writer, int value) => writer.WriteNumberValue(value);

    private static void WriteList(System.Text.Json.Utf8JsonWriter writer, int value)
    {
        writer.WriteStartArray();
        writer.WriteNumberValue(value);
        writer.WriteEndArray();
    }

    private async Task CancelAsync(RunRequest request, TimeSpan after)
    {
        await Sleep(after);
        Tally.Count("cancelled by a client");
        await AskAsync($"cancel {request.Id}", engine => engine.CancelAsync(request.Id, null, default).AsTask());
    }

    /// <summary>Looks at the run in between: what is seen only moves forward, and agrees with the store.</summary>
    private async Task QueryAsync(RunRequest request)
    {
        for (var i = 0; i < request.Queries; i++)
        {
            await Sleep(DrawTime(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(2)));
            Tally.Count("query");
            var before = Store.ModelOf(request.Id)?.Ended;
            var seen = await AskAsync($"query {request.Id}", engine => engine.ReadOutcomeAsync(request.Id, request.Definition, default).AsTask());
            if (seen is not { } answer)
                Violate("I1", $"{request.Id} was acknowledged, and a query does not find it");
            else if (before is { } ended && answer.Head.Status != ended)
                Violate("I2", $"{request.Id} had ended as {ended}, and a query says {answer.Head.Status}");
        }
    }

    /// <summary>An operator who lets parked runs go on; only reasons that faults can lead to are in order.</summary>
    private async Task OperateAsync()
    {
        while (true)
        {
            await Sleep(TimeSpan.FromSeconds(20));
            foreach (var head in Store.Parked())
            {
                if (!Workload.MayPark(head))
                    Violate("I14", $"run {head.RunId} is parked for no good reason: {head.Reason}");
                Tally.Count("released by an operator");
                var id = head.RunId;
                await AskAsync($"release {id}", engine => new WorkflowAdministration(engine).ReleaseAsync(id).AsTask(), tries: 1);
            }
        }
    }

    /// <summary>Asks some machine that lives; and another when there is no answer. Sometimes both, though the first has heard.</summary>
    private async Task<T?> AskAsync<T>(string what, Func<WorkflowEngine, Task<T>> ask, int tries = int.MaxValue)
    {
        while (tries-- > 0)
        {
            if (_machines[Draw(_machines.Length)] is not { IsDead: false, IsFrozen: false } machine)
            {
                await Sleep(TimeSpan.FromMilliseconds(300));
                continue;
            }
            var asked = ask(machine.Engine);
            if (MayFail && Chance(0.05) && _machines[Draw(_machines.Length)] is { IsDead: false, IsFrozen: false } other)
            {
                Inject(Fault.ClientRepeat);
                _ = ask(other.Engine).ContinueWith(static t => t.Exception, default, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
            await Task.WhenAny(asked, machine.Died, Sleep(TimeSpan.FromSeconds(45)));
            if (asked.IsCompletedSuccessfully)
            {
                Note($"client: {what}: {asked.Result is true}");
                return asked.Result;
            }
            if (asked.IsFaulted && asked.Exception.InnerException is { } exception and not (StoreException or TimeoutException))
                Violate("I1", $"a client asked ({what}) and was told {exception}");
            await Sleep(DrawTime(TimeSpan.Zero, TimeSpan.FromSeconds(2)));
        }
        return default;
    }
}
