using Microsoft.Extensions.DependencyInjection;
using WorkflowGen.Hosting;

namespace WorkflowGen.Simulation.Tests;

/// <summary>One life of a worker process: from its start to its crash. What is addressed to it while it is frozen waits; what is addressed to it when it is dead is lost.</summary>
internal sealed class Machine
{
    private readonly TaskCompletionSource _died = new();

    public Machine(World world, int place, int life, TimeSpan clockOffset)
    {
        Place = place;
        Life = life;
        Clock = new MachineClock(world, this) { Offset = clockOffset, Haste = world.Mutation == Mutation.TimersRunFast ? 1.5 : 1 };
        Store = new Network(world.Store, world, this);
        var services = new ServiceCollection();
        services.AddWorkflowGen(w =>
        {
            world.Workload.Register(w, world, this);
            w.UseStore(_ => Store);
            w.Configure(o =>
            {
                o.TimeProvider = Clock;
                o.WorkerName = $"m{place}.{life}";
                o.SnapshotEvery = world.Settings.SnapshotEvery;
                o.MaxConcurrentRuns = world.Settings.Slots;
                o.PollInterval = world.Settings.Poll;
                o.LeaseDuration = World.Lease;
                o.MaxWaitInMemory = world.Settings.WaitInMemory;
            });
        });
        Engine = services.BuildServiceProvider().GetRequiredService<WorkflowEngine>();
        Started = Engine.StartAsync();
    }

    public int Place { get; }

    public int Life { get; }

    public MachineClock Clock { get; }

    public Network Store { get; }

    public WorkflowEngine Engine { get; }

    public Task Started { get; }

    public Task Died => _died.Task;

    public bool IsDead { get; private set; }

    public bool IsFrozen { get; set; }

    /// <summary>What waits until it is thawed.</summary>
    public List<Action> Held { get; } = [];

    /// <summary>The name under which its engine owns runs, as the store has seen it.</summary>
    public string? Owner { get; set; }

    /// <summary>Whether something has been done to it by which it may have lost leases without having noticed: frozen, late answers, a clock that jumped or is off beyond the bound.</summary>
    public bool MayBeFenced { get; set; }

    /// <summary>The bodies that run under a [Limit], and their tokens.</summary>
    public Dictionary<(string Run, string Node, int Round), CancellationToken> Limited { get; } = [];

    public void Crash()
    {
        if (IsDead)
            return;
        IsDead = true;
        Held.Clear();
        _died.SetResult();
    }

    public override string ToString() => $"m{Place}.{Life}";
}
