using WorkflowGen.Execution;
using WorkflowGen.Storage;

namespace WorkflowGen.Hosting.Schedules;

/// <summary>
/// Fires the schedules of the workflows that a worker has. It keeps nothing between two looks that matters: each reads the store, decides, and commits under the revision that it has read. So any number of them share one store.
/// </summary>
internal sealed class Scheduler
{
    private readonly IWorkflowStore _store;
    private readonly IScheduleStore _schedules;
    private readonly EngineLog _log;
    private readonly EngineTelemetry? _telemetry;
    private readonly int _maxPayloadBytes;
    private readonly HashSet<string> _refused = new(StringComparer.Ordinal);
    private bool _hasLooked;

    public Scheduler(IEnumerable<WorkflowDefinition> workflows, IWorkflowStore store, EngineLog log, EngineTelemetry? telemetry, int maxPayloadBytes)
    {
        (_store, _log, _telemetry, _maxPayloadBytes) = (store, log, telemetry, maxPayloadBytes);
        // New runs start on the highest version, so its schedules count.
        foreach (var workflow in workflows.GroupBy(static w => w.Name, StringComparer.Ordinal).Select(static g => g.MaxBy(static w => w.Version)!))
        {
            foreach (var schedule in workflow.Schedules)
            {
                if (!Entries.TryAdd(schedule.Name, new Entry(schedule, workflow)))
                    throw new InvalidOperationException($"The workflows '{Entries[schedule.Name].Workflow.Name}' and '{workflow.Name}' both have a schedule named '{schedule.Name}'. Give one another Name.");
                _ = schedule.Calendar;
            }
        }
        _schedules = store as IScheduleStore ?? (Entries.Count == 0 ? null! : throw new InvalidOperationException(
            $"The schedule '{Entries.First().Key}' needs a store that keeps schedules, and {store.GetType()} does not. Use one of WorkflowGen's stores."));
    }

    public SortedDictionary<string, Entry> Entries { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether some run waits for another to end: then it is worth looking when one does.</summary>
    public bool HasWaiting { get; private set; }

    /// <summary>The next instant that is known; null: none.</summary>
    public DateTimeOffset? NextAt { get; private set; }

    /// <summary>Fires what is due.</summary>
    /// <returns>Whether runs were started.</returns>
    /// <exception cref="StoreException">The store did not answer. What was committed is found by the next look.</exception>
    public async ValueTask<bool> LookAsync(Func<DateTimeOffset> clock, CancellationToken cancellationToken)
    {
        var rows = (await _schedules.ListSchedulesAsync(cancellationToken).ConfigureAwait(false)).ToDictionary(static r => r.Name, StringComparer.Ordinal);
        var started = false;
        DateTimeOffset? next = null;
        var waits = false;
        foreach (var (name, entry) in Entries)
        {
            var row = rows.GetValueOrDefault(name);
            while (true)
            {
                var now = clock();
                var state = row is null ? First(entry, now) : Read(row);
                if (state is null or { PausedBecause: not null })
                    break;
                var change = row is null || (!_hasLooked && IsOther(state, entry)) ? state with { Workflow = entry.Workflow.Name, Cron = entry.Schedule.Cron, TimeZone = entry.Schedule.TimeZone } : null;
                var last = change is null && SchedulePlan.AsksForLast(entry.Schedule, state, now) ? await _store.GetAsync(state.LastRun!, cancellationToken).ConfigureAwait(false) : null;
                var plan = change is null ? SchedulePlan.Of(entry.Schedule, state, now, last is { } run && !run.Status.IsTerminal()) : null;
                if ((change ?? plan?.State) is not { } after)
                {
                    waits |= state.Waiting.Length > 0;
                    // A full line decides nothing before somebody leaves it.
                    if (state.Waiting.Length < SchedulePlan.Batch && entry.Schedule.Calendar.After(state.Cursor) is { } at && !(at >= next))
                        next = at;
                    break;
                }
                var commit = new ScheduleCommit
                {
                    Name = name,
                    ExpectedRevision = row?.Revision ?? 0,
                    State = after.Write(),
                    NextAt = entry.Schedule.Calendar.After(after.Cursor),
                    Starts = plan is null ? [] : [.. plan.Starts.Select(s => ScheduleRuns.Of(entry.Workflow, entry.Schedule, ScheduleRuns.IdOf(name, s.DueAt), s, now, _maxPayloadBytes))],
                    Cancels = plan is { CancelsLast: true } ? [state.LastRun!] : [],
                    At = now,
                };
                if (await _schedules.CommitScheduleAsync(commit, cancellationToken).ConfigureAwait(false) is not null && plan is not null)
                {
                    started |= plan.Starts.Length > 0;
                    Tell(entry, state, plan);
                }
                // Ours or another's: what is there now is read.
                row = await _schedules.GetScheduleAsync(name, cancellationToken).ConfigureAwait(false);
            }
        }
        _hasLooked = true;
        (HasWaiting, NextAt) = (waits, next);
        return started;
    }

    /// <summary>A schedule that nobody has kept yet begins now: what was due before it was there is not missed.</summary>
    public static ScheduleState First(Entry entry, DateTimeOffset now) =>
        new() { Cursor = now.ToUniversalTime(), Workflow = entry.Workflow.Name, Cron = entry.Schedule.Cron, TimeZone = entry.Schedule.TimeZone };

    private static bool IsOther(ScheduleState state, Entry entry) =>
        state.Workflow != entry.Workflow.Name || state.Cron != entry.Schedule.Cron || state.TimeZone != entry.Schedule.TimeZone;

    private ScheduleState? Read(StoredSchedule row)
    {
        if (ScheduleState.Read(row.State, out var problem) is { } state)
        {
            _refused.Remove(row.Name);
            return state;
        }
        if (_refused.Add(row.Name))
            _log.ScheduleRefused(row.Name, problem!);
        return null;
    }

    private void Tell(Entry entry, ScheduleState before, SchedulePlan plan)
    {
        var name = entry.Schedule.Name;
        foreach (var start in plan.Starts)
        {
            _log.ScheduleFired(name, ScheduleRuns.IdOf(name, start.DueAt), start.DueAt, start.Cause);
            _telemetry?.ScheduleFired(name, start.Cause);
            _telemetry?.RunStarted(entry.Workflow.Name);
        }
        if (plan.State.Missed > before.Missed)
        {
            _log.ScheduleMissed(name, plan.State.Missed - before.Missed, before.Cursor);
            _telemetry?.ScheduleMissed(name, plan.State.Missed - before.Missed);
        }
        if (plan.State.Skipped > before.Skipped)
        {
            _log.ScheduleSkipped(name, plan.State.Skipped - before.Skipped, before.LastRun ?? "");
            _telemetry?.ScheduleSkipped(name, plan.State.Skipped - before.Skipped);
        }
    }

    /// <summary>A schedule and the workflow that it starts.</summary>
    internal sealed record Entry(ScheduleDefinition Schedule, WorkflowDefinition Workflow);
}
