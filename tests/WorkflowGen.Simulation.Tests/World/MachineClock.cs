namespace WorkflowGen.Simulation.Tests;

/// <summary>One machine's clock: its time of day is off by some, and jumps; its timers count true time, as an operating system's do, and fire on the machine, which may be frozen.</summary>
internal sealed class MachineClock(World world, Machine machine) : TimeProvider
{
    /// <summary>By how much its time of day is ahead of the true one.</summary>
    public TimeSpan Offset { get; set; }

    /// <summary>For a mutant: by what its timers run too fast.</summary>
    public double Haste { get; init; } = 1;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => world.Now + Offset;

    public override long GetTimestamp() => world.Now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new MachineTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class MachineTimer(MachineClock clock, TimerCallback callback, object? state) : ITimer
    {
        private readonly World _world = clock.World;
        private int _setting;
        private TimeSpan _period;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _setting++;
            _period = period;
            if (dueTime != Timeout.InfiniteTimeSpan)
                Arm(dueTime);
            return true;
        }

        public void Dispose() => _setting++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }

        private void Arm(TimeSpan due)
        {
            var setting = _setting;
            _world.After(due / clock.Haste, clock.Machine, () => Fire(setting));
        }

        private void Fire(int setting)
        {
            if (setting != _setting)
                return;
            if (_period > TimeSpan.Zero)
                Arm(_period);
            callback(state);
        }
    }

    private World World => world;

    private Machine Machine => machine;
}
