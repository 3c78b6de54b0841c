using System.Collections.Concurrent;
using System.Diagnostics;
using WorkflowGen.Execution;
using WorkflowGen.Storage;

namespace WorkflowGen.Testing;

// How the runs are brought to rest, and the clock on. The clock never moves while anything can happen without it; that is not measured but known: the store's calls are counted, the worker's loop says that it sleeps, and
// each run in its hands is looked at by its own driver. Only steps that wait for something else than the clock are given real time.
public sealed partial class WorkflowTest
{
    private readonly ConcurrentDictionary<string, IReadOnlyList<NodeWait>> _suspended = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ExecutorRest> _resting = new(StringComparer.Ordinal);
    private bool _isStuck;

    private TestProcess Process
    {
        get
        {
            if (_process is { IsDead: false })
                return _process;
            if (_process is { } dead)
                Bury(dead);
            var process = new TestProcess(_setup, _stores, _traffic, Time);
            process.Engine.Suspending = (runId, waits) => _suspended[runId] = waits;
            _process = process;
            process.Start();
            return process;
        }
    }

    /// <summary>
    /// Lets everything happen that happens without anybody's doing: until all runs have ended or wait for a signal. Waits that end by themselves (retries, delays) are skipped, unless <see cref="SkipsWaits"/> is false; the clock
    /// stops before the time at which a signal would have been waited for in vain, so that the test can send it. See <see cref="AdvanceAsync"/> and <see cref="RunToEndAsync"/> for going on.
    /// </summary>
    /// <exception cref="WorkflowTestException">The runs do not come to rest within <see cref="RealTimeLimit"/>.</exception>
    public Task RunUntilIdleAsync() => RunAsync(SkipsWaits ? DateTimeOffset.MaxValue : Time.GetUtcNow(), stopsAtSignals: true);

    /// <summary>As <see cref="RunUntilIdleAsync"/>, and signals that do not come are waited for in vain: until all runs have ended, or wait for a signal without a timeout.</summary>
    /// <exception cref="WorkflowTestException">The runs do not come to rest within <see cref="RealTimeLimit"/>.</exception>
    public Task RunToEndAsync() => RunAsync(DateTimeOffset.MaxValue, stopsAtSignals: false);

    /// <summary>Moves the clock on by so much, with everything that becomes due on the way, in order.</summary>
    /// <exception cref="WorkflowTestException">The runs do not come to rest within <see cref="RealTimeLimit"/>.</exception>
    public async Task AdvanceAsync(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        await RunAsync(Time.GetUtcNow(), stopsAtSignals: false).ConfigureAwait(false);
        var until = Time.GetUtcNow() + by;
        await RunAsync(until, stopsAtSignals: false).ConfigureAwait(false);
        Time.AdvanceTo(until);
        await RunAsync(until, stopsAtSignals: false).ConfigureAwait(false);
    }

    private async Task RunAsync(DateTimeOffset until, bool stopsAtSignals)
    {
        var started = Stopwatch.GetTimestamp();
        int? poked = null;
        while (true)
        {
            if (Stopwatch.GetElapsedTime(started) > RealTimeLimit)
                throw new WorkflowTestException($"The runs have not come to rest within {RealTimeLimit}.", Story());
            var process = Process;
            if (!await RestAsync(process, started).ConfigureAwait(false))
                continue;

            if (_traffic.Missed && _resting.Count > 0)
            {
                _traffic.Missed = false;
                await LookForMessagesAsync(process).ConfigureAwait(false);
                continue;
            }

            var now = Time.GetUtcNow();
            var due = NextRun(process);
            if (due <= now && poked != _traffic.Stamp)
            {
                // What another process has made due is seen when the worker looks for work; that it would in a while, it does now.
                process.Engine.Poke();
                await RestAsync(process, started).ConfigureAwait(false);
                poked = _traffic.Stamp;
                continue;
            }

            var timer = Time.Next(static facet => facet is not { Purpose: ClockPurpose.Worker });
            var next = due > now && !(timer < due) ? due : timer;
            // The calendar never ends: it moves the clock only where the test has said how far.
            if (until != DateTimeOffset.MaxValue && process.Engine.NextScheduled is { } scheduled && !(scheduled >= next))
                next = scheduled;
            if (next is not { } time || time > until || (stopsAtSignals && time >= FirstSignalTimeout()))
                return;
            Time.AdvanceTo(time);
        }
    }

    /// <summary>Waits until nothing happens any more. False: the process has died.</summary>
    private async Task<bool> RestAsync(TestProcess process, long started)
    {
        var engine = process.Engine;
        var stamp = -1;
        var calm = 0;
        long calmSince = 0;
        for (var looks = 1; ; looks++)
        {
            if (process.IsDead)
                return false;
            var before = _traffic.Stamp;
            var rests = _traffic.IsQuiet && engine.IsResting(_resting) && _traffic.IsQuiet && before == _traffic.Stamp;
            var inFlight = rests ? _resting.Values.Sum(static r => r.InFlight) : 0;
            if (!rests || before != stamp)
                (calm, calmSince, stamp) = (0, Stopwatch.GetTimestamp(), before);
            else
                calm++;
            if (rests && calm >= 1)
            {
                if (inFlight == 0)
                {
                    _isStuck = false;
                    return true;
                }
                // Steps that wait on this clock wait for nothing else; the others are given real time, once.
                var patience = _isStuck || Time.CountOfSteps() >= inFlight ? TimeSpan.FromMilliseconds(2) : Patience;
                if (calm >= 3 && ThreadPool.PendingWorkItemCount == 0 && Stopwatch.GetElapsedTime(calmSince) >= patience)
                {
                    _isStuck = true;
                    return true;
                }
            }

            if (looks % 32 != 0)
            {
                await Task.Yield();
                continue;
            }
            if (Stopwatch.GetElapsedTime(started) > RealTimeLimit)
                throw new WorkflowTestException($"The runs have not come to rest within {RealTimeLimit}: {DescribeUnrest()}", Story());
            await Task.Delay(1).ConfigureAwait(false);
        }
    }

    private async Task LookForMessagesAsync(TestProcess process)
    {
        // The worker asks this, not the scenario; and when it dies of it, it never answers.
        var outside = _traffic.IsFromOutside;
        _traffic.IsFromOutside = false;
        var looking = process.Engine.LookForMessagesAsync().AsTask();
        _traffic.IsFromOutside = outside;
        while (!looking.IsCompleted && !process.IsDead)
            await Task.Yield();
    }

    /// <summary>When the next run is due that nobody has; null: none will be.</summary>
    private DateTimeOffset? NextRun(TestProcess process)
    {
        DateTimeOffset? next = null;
        foreach (var head in Runs)
        {
            if (head.Owner is null && RunTransitions.DueAt(head) is { } due && !(due >= next) && process.Engine.Knows(head))
                next = due;
        }
        return next;
    }

    private DateTimeOffset? FirstSignalTimeout()
    {
        DateTimeOffset? first = null;
        foreach (var head in Runs)
        {
            if (head.Status.IsTerminal())
                continue;
            foreach (var wait in WaitsOf(head.RunId))
            {
                if (wait is { IsSignal: true, DueTicks: < long.MaxValue } && !(wait.DueTicks >= first?.UtcTicks))
                    first = new DateTimeOffset(wait.DueTicks, TimeSpan.Zero);
            }
        }
        return first;
    }

    private IReadOnlyList<NodeWait> WaitsOf(string runId) =>
        _resting.TryGetValue(runId, out var rest) ? rest.Waits : Run(runId).Status == RunStatus.Suspended && _suspended.TryGetValue(runId, out var waits) ? waits : [];

    private IReadOnlyList<string> DescribeWaits(string runId, RunHead head) => [.. WaitsOf(runId).Select(wait =>
        $"{(wait.IsSignal ? "the signal " : "")}{NodeName(head, wait.Node)}{(wait.DueTicks == long.MaxValue ? "" : " until " + Testing.Story.Time(new DateTimeOffset(wait.DueTicks, TimeSpan.Zero) - head.CreatedAt))}")];

    private string NodeName(RunHead head, int node) => Process.Engine.DefinitionOf(head)?.Nodes[node].Name ?? $"node {node}";

    private string DescribeUnrest() => _traffic.IsQuiet
        ? _resting.Values.Sum(static r => r.InFlight) is > 0 and var steps ? $"{steps} steps are under way." : "a run is being driven; a step may be blocking its thread."
        : "a call of the store is under way.";

    /// <summary>What is left of a process that has died: it comes to a stop where it next asks something of the store, and its leases are freed, as if its machine were known to be gone.</summary>
    private void Bury(TestProcess dead)
    {
        var since = Stopwatch.GetTimestamp();
        var runs = new Dictionary<string, ExecutorRest>(StringComparer.Ordinal);
        while (Stopwatch.GetElapsedTime(since) < TimeSpan.FromMilliseconds(20) && !dead.Engine.HasStopped(runs))
            Thread.Yield();
        dead.Vanish(cancelSteps: false);
        _resting.Clear();
        WaitForStore();
        _stores.Close();
        _traffic.Missed = true;
        Now(FreeLeasesAsync());
    }

    /// <summary>Calls that the store is carrying out end by themselves; it is not closed under them.</summary>
    private void WaitForStore()
    {
        var since = Stopwatch.GetTimestamp();
        while (!_traffic.IsQuiet && Stopwatch.GetElapsedTime(since) < RealTimeLimit)
            Thread.Yield();
    }

    private async ValueTask<bool> FreeLeasesAsync()
    {
        await Store.ReleaseAsync([.. Runs.Where(static r => r.Owner is not null).Select(static r => new LeaseKey(r.RunId, r.Epoch))], CancellationToken.None).ConfigureAwait(false);
        return true;
    }
}
