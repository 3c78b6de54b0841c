namespace WorkflowGen.Simulation.Tests;

// What goes wrong, and when: all of it drawn from the seed.
internal sealed partial class World
{
    private const int MostFaults = 60;
    private const int MostCrashes = 10;

    private readonly (Fault Fault, int Call)? _only;
    private Machine?[] _machines = [];
    private int _faults;
    private int _crashes;
    private bool _clocksAreFar;

    /// <summary>How many store calls there were.</summary>
    public int Calls { get; private set; }

    private bool MayFail => _only is null && Now - s_start < s_faultsUntil && _faults < MostFaults;

    /// <summary>What befalls this store call.</summary>
    public Fault NextFault(string call)
    {
        var number = Calls++;
        if (_only is { } only)
            return number == only.Call ? Inject(only.Fault) : Fault.None;
        if (!MayFail || !Chance(Settings.FaultRate))
            return Fault.None;
        var fault = Draw(100) switch
        {
            < 20 => Fault.Before,
            < 40 => Fault.LostAnswer,
            < 55 => Fault.LateEffect,
            < 65 => Fault.Duplicate,
            < 85 => Fault.Delay,
            < 93 => Fault.CrashBefore,
            _ => Fault.CrashAfter,
        };
        if (fault is Fault.CrashBefore or Fault.CrashAfter && ++_crashes > MostCrashes)
            fault = Fault.LostAnswer;
        // Asking for work twice would claim what nobody knows of: a network does not do that, and a client of a database neither.
        if (fault == Fault.Duplicate && call is not ("Commit" or "Create" or "PutSignal" or "RequestCancel" or "Renew"))
            fault = Fault.Delay;
        return Inject(fault);
    }

    public void Crash(Machine machine)
    {
        if (machine.IsDead)
            return;
        Note($"{machine} dies");
        machine.Crash();
        After(DrawTime(TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(20)), null, () => Boot(machine.Place, machine.Life + 1));
    }

    /// <summary>How long a message is under way.</summary>
    public TimeSpan Latency() => Draw(4) == 0 ? DrawTime(TimeSpan.Zero, TimeSpan.FromMilliseconds(40)) : DrawTime(TimeSpan.Zero, TimeSpan.FromMilliseconds(2));

    private Fault Inject(Fault fault)
    {
        _faults++;
        Tally.Count(fault);
        return fault;
    }

    private void BeginMachines()
    {
        _machines = new Machine?[Settings.Machines];
        for (var place = 0; place < _machines.Length; place++)
        {
            var (number, life) = (place, 0);
            After(DrawTime(TimeSpan.Zero, TimeSpan.FromSeconds(1)), null, () => Boot(number, life));
        }
    }

    private void Boot(int place, int life)
    {
        // Clocks are off by some: with two of them never by more than a third of a lease.
        var offset = _only is null ? DrawTime(-Lease / 7, Lease / 7) : default;
        var machine = _machines[place] = new Machine(this, place, life, offset) { MayBeFenced = _clocksAreFar };
        Note($"{machine} starts, its clock off by {offset}");
        _ = WatchAsync(machine);
    }

    /// <summary>A worker whose start fails, or is not over in a minute, is started again.</summary>
    private async Task WatchAsync(Machine machine)
    {
        await Task.WhenAny(machine.Started, machine.Died, Sleep(TimeSpan.FromMinutes(1)));
        if (!machine.Started.IsCompletedSuccessfully)
            Crash(machine);
    }

    private void BeginAccidents()
    {
        if (_only is not null)
            return;
        for (var i = 0; i < Settings.Accidents; i++)
            After(DrawTime(TimeSpan.Zero, s_faultsUntil * (Chance(0.6) ? 0.1 : 0.8)), null, Accident);
    }

    private void Accident()
    {
        if (!MayFail || _machines[Draw(_machines.Length)] is not { IsDead: false, IsFrozen: false } machine)
            return;
        switch (Draw(8))
        {
            case 0 or 1:
                Inject(Fault.Crash);
                Crash(machine);
                break;
            case 2 or 3 or 4:
                Inject(Fault.Freeze);
                Freeze(machine);
                break;
            case 5:
                Inject(Fault.ClockForward);
                Jump(machine, TimeSpan.Zero, Lease / 7 - machine.Clock.Offset);
                break;
            case 6:
                Inject(Fault.ClockBack);
                Jump(machine, -Lease / 7 - machine.Clock.Offset, TimeSpan.Zero);
                break;
            default:
                if (!Settings.FarClocks)
                    break;
                Inject(Fault.ClockFar);
                _clocksAreFar = true;
                // Others see leases of such a clock as over, or this one those of others.
                foreach (var other in _machines)
                    other?.MayBeFenced = true;
                Jump(machine, -Lease * 4, Lease * 4);
                break;
        }
    }

    private void Jump(Machine machine, TimeSpan least, TimeSpan most)
    {
        var by = DrawTime(least, most);
        ClockJumped = true;
        machine.Clock.Offset += by;
        Note($"{machine}: its clock jumps by {by}");
    }

    private void Freeze(Machine machine)
    {
        machine.IsFrozen = true;
        machine.MayBeFenced = true;
        var time = Chance(0.5) ? DrawTime(TimeSpan.FromSeconds(1), Lease) : DrawTime(Lease, Lease * 5);
        Note($"{machine} stands still for {time}");
        After(time, null, () => Thaw(machine));
    }

    private void Thaw(Machine machine)
    {
        machine.IsFrozen = false;
        if (machine.IsDead)
            return;
        Note($"{machine} goes on");
        // Everything is there at once, in any order.
        foreach (var action in machine.Held)
            After(TimeSpan.Zero, machine, action);
        machine.Held.Clear();
    }
}
