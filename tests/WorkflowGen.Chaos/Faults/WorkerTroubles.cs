namespace WorkflowGen.Chaos.Faults;

/// <summary>What may happen to one worker at a time: whoever wants to do something to it has to take it first.</summary>
internal sealed class Victims(IReadOnlyList<WorkerProcess> workers)
{
    private readonly HashSet<WorkerProcess> _taken = [];

    /// <summary>Null: all of them are in some trouble already.</summary>
    public WorkerProcess? Take(Random random)
    {
        lock (_taken)
        {
            var free = workers.Where(w => !_taken.Contains(w)).ToList();
            if (free.Count == 0)
                return null;
            var victim = free[random.Next(free.Count)];
            _taken.Add(victim);
            return victim;
        }
    }

    public void Return(WorkerProcess worker)
    {
        lock (_taken)
            _taken.Remove(worker);
    }
}

/// <summary><c>kill -9</c>, and a new process under the same name a moment later.</summary>
internal sealed class Kills(Victims victims) : Trouble
{
    public override string Name => "killed";

    protected override TimeSpan Pause(Random random) => Between(random, 1.0, 3.5);

    protected override async Task InjectAsync(Random random, CancellationToken over)
    {
        if (victims.Take(random) is not { } worker)
            return;
        worker.Kill();
        try
        {
            await Task.Delay(Between(random, 0, 1), over);
        }
        finally
        {
            worker.Start();
            victims.Return(worker);
        }
    }
}

/// <summary>Stopped beyond its lease and continued: it must find out that its runs are somebody else's.</summary>
internal sealed class Freezes(Victims victims) : Trouble
{
    public override string Name => "frozen beyond the lease";

    protected override TimeSpan Pause(Random random) => Between(random, 3, 8);

    protected override async Task InjectAsync(Random random, CancellationToken over)
    {
        if (victims.Take(random) is not { } worker)
            return;
        worker.Freeze();
        try
        {
            await Task.Delay(Engine.Lease + Between(random, 0.5, 2), over);
        }
        finally
        {
            worker.Thaw();
            victims.Return(worker);
        }
    }
}

/// <summary>A clock set forward or back by up to 20 seconds, and right again.</summary>
internal sealed class Clocks(Victims victims) : Trouble
{
    public override string Name => "clocks set";

    protected override TimeSpan Pause(Random random) => Between(random, 2, 6);

    protected override async Task InjectAsync(Random random, CancellationToken over)
    {
        if (victims.Take(random) is not { } worker)
            return;
        worker.SetClock((random.NextDouble() * 40) - 20);
        try
        {
            await Task.Delay(Between(random, 0.5, 3), over);
        }
        finally
        {
            worker.SetClock(0);
            victims.Return(worker);
        }
    }
}
