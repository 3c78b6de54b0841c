using System.Runtime.ExceptionServices;
using WorkflowGen.Storage;

namespace WorkflowGen.Simulation.Tests;

/// <summary>
/// One seed: some machines, the network between them and one store, their clocks, clients and operators, and a workload drawn at random. Everything that happens is an event in one queue, in an order that the seed decides; between two
/// events nothing is under way.
/// </summary>
internal sealed partial class World
{
    /// <summary>By how much the workers' clocks may differ without any effect but that runs change hands.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>All faults have been injected by then; what comes after shows that it recovers.</summary>
    private static readonly TimeSpan s_faultsUntil = TimeSpan.FromMinutes(8);

    private static readonly TimeSpan s_patience = TimeSpan.FromHours(12);

    private const int MostEvents = 120_000;

    private readonly PriorityQueue<Event, (long Due, int Tie)> _events = new();
    private readonly Random _random;
    private ulong _trace = 14695981039346656037UL;
    private ExceptionDispatchInfo? _violation;
    private int _happened;

    public World(int seed, Mutation mutation = Mutation.None, (Fault Fault, int Call)? only = null)
    {
        Seed = seed;
        Mutation = mutation;
        _only = only;
        _random = new Random(seed);
        Settings = new WorldSettings(_random);
        Workload = new Workload(seed, mutation);
        Store = new ObservedStore(mutation == Mutation.None ? new InMemoryWorkflowStore() : new MutantStore(new InMemoryWorkflowStore(), mutation), this);
        Now = s_start;
    }

    public int Seed { get; }

    public Mutation Mutation { get; }

    public WorldSettings Settings { get; }

    public Workload Workload { get; }

    public ObservedStore Store { get; }

    public Tally Tally { get; } = new();

    /// <summary>The true time.</summary>
    public DateTimeOffset Now { get; private set; }

    /// <summary>A hash of everything that has happened, in order.</summary>
    public ulong Trace => _trace;

    public int Events => _happened;

    /// <summary>Whether some clock has jumped back, so that what was due may be so no more.</summary>
    public bool ClockJumped { get; private set; }

    /// <summary>Where a text is wanted of what happens.</summary>
    public TextWriter? Log { get; init; }

    public int Draw(int below) => _random.Next(below);

    public bool Chance(double of) => _random.NextDouble() < of;

    public TimeSpan DrawTime(TimeSpan least, TimeSpan most) => least + ((most - least) * _random.NextDouble());

    /// <summary>Has something happen after a while, on a machine (null: outside of all).</summary>
    public void After(TimeSpan delay, Machine? machine, Action action) =>
        _events.Enqueue(new Event(machine, action), ((Now + (delay > TimeSpan.Zero ? delay : TimeSpan.Zero)).UtcTicks, _random.Next()));

    public Task Sleep(TimeSpan time)
    {
        var slept = new TaskCompletionSource();
        After(time, null, slept.SetResult);
        return slept.Task;
    }

    /// <summary>Adds to the trace.</summary>
    public void Note(string what)
    {
        Log?.WriteLine($"{Now - s_start:c} {what}");
        foreach (var c in what)
            _trace = (_trace ^ c) * 1099511628211UL;
        _trace = (_trace ^ (ulong)(Now - s_start).Ticks) * 1099511628211UL;
    }

    public async Task RunAsync()
    {
        // Nothing of the test's own context is to be seen by what happens here.
        await SingleThread.Quiet();
        if (Log is not null)
            Log.WriteLine(Workload);
        BeginMachines();
        BeginClients();
        BeginAccidents();
        while (true)
        {
            await SingleThread.Quiet();
            _violation?.Throw();
            if (_clients.TrueForAll(static c => c.IsCompleted) && Store.AllEnded)
                break;
            if (!_events.TryDequeue(out var next, out var at) || ++_happened > MostEvents || Now - s_start > s_patience)
            {
                Violate("I2", $"after {_happened} events and {Now - s_start} it does not come to an end: {Store.Describe()}");
                break;
            }
            if (at.Due > Now.UtcTicks)
                Now = new DateTimeOffset(at.Due, TimeSpan.Zero);
            Deliver(next);
        }
        _violation?.Throw();
        foreach (var client in _clients)
            await client;
        foreach (var machine in _machines)
            machine?.Crash();
        Store.CheckEnd();
        _violation?.Throw();
    }

    /// <summary>Something that must always hold does not. The first is told.</summary>
    public void Violate(string invariant, string what)
    {
        Log?.WriteLine($"VIOLATION {invariant}: {what}");
        _violation ??= ExceptionDispatchInfo.Capture(new InvariantViolation(
            $"{invariant} does not hold with seed {Seed}: {what}\nReplay it: dotnet run --project tests/WorkflowGen.Simulation.Tests -- --seed {Seed}. {Tally}"));
    }

    private void Deliver(Event next)
    {
        switch (next.Machine)
        {
            case { IsDead: true }:
                return;
            case { IsFrozen: true } frozen:
                frozen.Held.Add(next.Action);
                return;
        }
        try
        {
            next.Action();
        }
        catch (Exception exception)
        {
            Violate("simulation", exception.ToString());
        }
    }

    private readonly record struct Event(Machine? Machine, Action Action);
}

internal sealed class InvariantViolation(string message) : Exception(message);

/// <summary>What differs from seed to seed besides the workload.</summary>
internal sealed class WorldSettings(Random random)
{
    public int Machines { get; } = 1 + random.Next(4);

    public int SnapshotEvery { get; } = 1 + random.Next(8);

    public int Slots { get; } = 1 + random.Next(6);

    public TimeSpan Poll { get; } = TimeSpan.FromSeconds(2 + random.Next(20));

    public TimeSpan WaitInMemory { get; } = TimeSpan.FromSeconds(random.Next(3) * 4);

    /// <summary>How likely it is that a store call goes wrong.</summary>
    public double FaultRate { get; } = random.Next(5) switch { 0 => 0, 1 => 0.01, 2 => 0.05, 3 => 0.12, _ => 0.25 };

    /// <summary>How many accidents befall machines, beside store calls.</summary>
    public int Accidents { get; } = random.Next(4) * 2;

    /// <summary>Whether clocks may be off by more than a third of a lease.</summary>
    public bool FarClocks { get; } = random.Next(5) == 0;
}
