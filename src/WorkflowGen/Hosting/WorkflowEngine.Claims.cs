using WorkflowGen.Journal;
using WorkflowGen.Storage;

namespace WorkflowGen.Hosting;

// The worker loop: claims what is due while there is room, and sleeps until something may be.
public sealed partial class WorkflowEngine
{
    private static readonly RunStatus[] s_surveyed = [RunStatus.Running, RunStatus.Compensating, RunStatus.Pending, RunStatus.Suspended];

    private static readonly RunStatus[] s_held = [RunStatus.Running, RunStatus.Compensating];

    private readonly WakeSignal _wake;
    private Task _loop = Task.CompletedTask;
    private long _nextDueTicks = long.MaxValue;

    /// <summary>Whether more is known to be due than there was room for: then a freed slot wakes the loop.</summary>
    private volatile bool _backlog;

    /// <summary>A run of this process is due at that time.</summary>
    private void NoteDue(DateTimeOffset due)
    {
        var ticks = due.UtcTicks;
        var known = Volatile.Read(ref _nextDueTicks);
        while (ticks < known)
        {
            var seen = Interlocked.CompareExchange(ref _nextDueTicks, ticks, known);
            if (seen == known)
            {
                _wake.Set();
                return;
            }
            known = seen;
        }
    }

    private async Task LoopAsync()
    {
        await SurveyAsync().ConfigureAwait(false);
        var nextLook = Time.GetUtcNow() + RenewalPeriod;
        _mayBeSuspects = true;
        var failures = 0;
        while (_state == EngineState.Running)
        {
            try
            {
                if (Time.GetUtcNow() >= nextLook)
                {
                    nextLook = Time.GetUtcNow() + RenewalPeriod;
                    _mayBeSuspects = true;
                    await FreeOrphansAsync().ConfigureAwait(false);
                }
                var sleep = await ClaimAsync().ConfigureAwait(false);
                if (failures > 0)
                    StoreTrouble.Answered();
                failures = 0;
                if (sleep > TimeSpan.Zero)
                    await _wake.WaitAsync(sleep).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                if (exception is StoreException)
                    StoreTrouble.Failed(exception);
                else
                    Log.LoopFailed(exception);
                await _wake.WaitAsync(RetryDelay(++failures)).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Takes up what is due.</summary>
    /// <returns>How long there will be nothing more to do, unless something happens.</returns>
    private async ValueTask<TimeSpan> ClaimAsync()
    {
        if (_keys.Length == 0)
            return Options.PollInterval;
        var room = Options.MaxConcurrentRuns - ActiveCount;
        if (room <= 0)
        {
            _backlog = true;
            // Looked at again after it was set: a slot that was freed in between would wake nobody.
            return ActiveCount < Options.MaxConcurrentRuns ? TimeSpan.Zero : Options.PollInterval;
        }

        _backlog = false;
        Volatile.Write(ref _nextDueTicks, long.MaxValue);
        var now = Time.GetUtcNow();
        var leaseUntil = now + Options.LeaseDuration;
        var limit = Math.Min(room, 256);
        var heads = await Store.ClaimAsync(
            new ClaimRequest { Owner = _owner, Now = now, LeaseUntil = leaseUntil, Limit = limit, Workflows = _keys, Queues = _queues, MaxClaimsWithoutProgress = SuspectFrom - 1 }, CancellationToken.None).ConfigureAwait(false);
        if (_state != EngineState.Running)
        {
            await Store.ReleaseAsync([.. heads.Select(h => new LeaseKey(h.RunId, h.Epoch))], CancellationToken.None).ConfigureAwait(false);
            return TimeSpan.Zero;
        }
        foreach (var head in heads)
            TakeUp(head, leaseUntil);
        if (heads.Count < room)
            await TrySuspectAsync(now, leaseUntil).ConfigureAwait(false);
        if (heads.Count == limit)
        {
            _backlog = true;
            return TimeSpan.Zero;
        }

        var next = await Store.NextDueAsync(now, _keys, _queues, CancellationToken.None).ConfigureAwait(false);
        var due = Math.Min(next?.UtcTicks ?? long.MaxValue, Volatile.Read(ref _nextDueTicks));
        var sleep = TimeSpan.FromTicks(due - Time.GetUtcNow().UtcTicks);
        return sleep < Options.PollInterval ? sleep : Options.PollInterval;
    }

    private void TakeUp(RunHead head, DateTimeOffset leaseUntil, bool isOnTrial = false)
    {
        // A claim is an obligation: it takes a slot even if local starts have just filled them.
        Interlocked.Increment(ref _slots);
        var run = new RunActivation(this, _workflows[new WorkflowKey(head.Workflow, head.Version)], head.RunId) { IsAwaited = _waiters.Any(head.RunId), IsOnTrial = isOnTrial };
        if (isOnTrial)
            BeginTrial(run);
        _active.AddOrUpdate(
            head.RunId,
            static (_, run) => run,
            static (_, old, run) =>
            {
                // Ours until the lease ran out, and claimed by ourselves again: what is left of it must not go on.
                old.Abandon();
                return run;
            },
            run);
        Log.TakenUp(head.RunId, head.Workflow, head.Epoch);
        run.Resume(head, leaseUntil);
        if (_state != EngineState.Running)
            run.RequestStop(cancelSteps: false);
    }

    /// <summary>
    /// A look at what is there before the first claim. Runs of workflows that this process does not have stay for one that does; that there are some is said once. Runs of a worker on this machine whose process is
    /// dead need not wait for its leases to run out.
    /// </summary>
    private async ValueTask SurveyAsync()
    {
        try
        {
            var reported = new HashSet<WorkflowKey>();
            foreach (var status in s_surveyed)
            {
                var query = new RunQuery { Status = status, Limit = 1000 };
                var page = await Store.ListAsync(query, CancellationToken.None).ConfigureAwait(false);
                foreach (var head in page.Runs)
                {
                    var key = new WorkflowKey(head.Workflow, head.Version);
                    if (!_workflows.ContainsKey(key) && reported.Add(key))
                        Log.UnknownWorkflow(head.RunId, JournalText.Escape(head.Workflow), head.Version);
                }
                await ReleaseOrphansAsync(page.Runs).ConfigureAwait(false);
            }
        }
        catch (StoreException exception)
        {
            StoreTrouble.Failed(exception);
        }
    }

    /// <summary>The same look at a process that has died since: only running and compensating runs are held.</summary>
    private async ValueTask FreeOrphansAsync()
    {
        foreach (var status in s_held)
        {
            var page = await Store.ListAsync(new RunQuery { Status = status, Limit = 1000 }, CancellationToken.None).ConfigureAwait(false);
            await ReleaseOrphansAsync(page.Runs).ConfigureAwait(false);
        }
    }

    private async ValueTask ReleaseOrphansAsync(IReadOnlyList<RunHead> runs)
    {
        // A process is looked for once, however many runs it held.
        var gone = runs.Select(static r => r.Owner).OfType<string>().Distinct().Where(WorkerIdentity.IsGone).ToHashSet(StringComparer.Ordinal);
        if (gone.Count > 0)
            await Store.ReleaseAsync([.. runs.Where(r => r.Owner is not null && gone.Contains(r.Owner)).Select(static r => new LeaseKey(r.RunId, r.Epoch))], CancellationToken.None).ConfigureAwait(false);
    }
}
