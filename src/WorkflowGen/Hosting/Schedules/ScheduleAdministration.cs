using WorkflowGen.Hosting;
using WorkflowGen.Hosting.Schedules;
using WorkflowGen.Storage;

namespace WorkflowGen;

/// <summary>What operators do with schedules: look, pause, resume, trigger, backfill, delete. From the container, or <see cref="WorkflowEngine.Schedules"/>. Safe for concurrent use, also by several processes.</summary>
public sealed class ScheduleAdministration
{
    /// <summary>How many instants a backfill takes at most.</summary>
    public const int MaxBackfill = 10_000;

    private const int Upcoming = 5;
    private const int Tries = 10;

    private readonly WorkflowEngine _engine;

    internal ScheduleAdministration(WorkflowEngine engine) => _engine = engine;

    /// <summary>All schedules, by name: those of this process, and those that only the store has, whose code is elsewhere or gone.</summary>
    public async ValueTask<IReadOnlyList<ScheduleInfo>> ListAsync(CancellationToken cancellationToken = default)
    {
        var store = await OpenAsync(cancellationToken).ConfigureAwait(false);
        var rows = (await store.ListSchedulesAsync(cancellationToken).ConfigureAwait(false)).ToDictionary(static r => r.Name, StringComparer.Ordinal);
        var list = new List<ScheduleInfo>();
        foreach (var name in rows.Keys.Union(_engine.Scheduler.Entries.Keys).Order(StringComparer.Ordinal))
            list.Add(await DescribeAsync(name, rows.GetValueOrDefault(name), cancellationToken).ConfigureAwait(false));
        return list;
    }

    /// <summary>One schedule; null: there is none of that name.</summary>
    public async ValueTask<ScheduleInfo?> GetAsync(string name, CancellationToken cancellationToken = default)
    {
        var store = await OpenAsync(cancellationToken).ConfigureAwait(false);
        var row = await store.GetScheduleAsync(name, cancellationToken).ConfigureAwait(false);
        return row is null && !_engine.Scheduler.Entries.ContainsKey(name) ? null : await DescribeAsync(name, row, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lets a schedule start nothing until it is resumed. What it has started goes on.</summary>
    /// <returns>False: it is paused already, for the reason it has.</returns>
    /// <exception cref="ArgumentException">There is no such schedule.</exception>
    public async ValueTask<bool> PauseAsync(string name, string reason, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        var changed = await ChangeAsync(
            name,
            state => state.PausedBecause is null ? state with { PausedBecause = reason, PausedAt = _engine.Time.GetUtcNow() } : null,
            cancellationToken).ConfigureAwait(false);
        if (changed is not null)
            _engine.Log.SchedulePaused(name, Journal.JournalText.Escape(reason));
        return changed is not null;
    }

    /// <summary>Lets a paused schedule go on.</summary>
    /// <param name="dropMissed">Whether what fell into the pause gets no run, whatever the schedule's policy for missed instants says.</param>
    /// <returns>False: it is not paused.</returns>
    /// <exception cref="ArgumentException">There is no such schedule.</exception>
    public async ValueTask<bool> ResumeAsync(string name, bool dropMissed = false, CancellationToken cancellationToken = default)
    {
        var changed = await ChangeAsync(
            name,
            state =>
            {
                if (state.PausedBecause is null)
                    return null;
                var now = _engine.Time.GetUtcNow();
                return state with { PausedBecause = null, PausedAt = null, Cursor = dropMissed && now > state.Cursor ? now : state.Cursor };
            },
            cancellationToken).ConfigureAwait(false);
        if (changed is not null)
            _engine.Log.ScheduleResumed(name);
        return changed is not null;
    }

    /// <summary>Starts a run now, beside what the calendar starts, also while the schedule is paused.</summary>
    /// <returns>The run's id.</returns>
    /// <exception cref="ArgumentException">This process has no such schedule.</exception>
    /// <exception cref="StoreException">It is not known whether the run was started: see <see cref="ScheduleInfo.Triggered"/> before trying again.</exception>
    public async ValueTask<string> TriggerAsync(string name, CancellationToken cancellationToken = default)
    {
        var entry = Entry(name);
        var id = "";
        await ChangeAsync(
            name,
            state =>
            {
                id = ScheduleRuns.ManualId(name, state.Manual + 1);
                return state with { Manual = state.Manual + 1 };
            },
            cancellationToken,
            (_, now) => [ScheduleRuns.Of(entry.Workflow, entry.Schedule, id, new ScheduledInstant(now, ScheduleCause.Manual), now, _engine.Options.MaxPayloadBytes)]).ConfigureAwait(false);
        _engine.Telemetry.ScheduleFired(name, ScheduleCause.Manual);
        _engine.Poke();
        return id;
    }

    /// <summary>Tells what <see cref="BackfillAsync"/> would do.</summary>
    /// <param name="from">The first instant that counts.</param>
    /// <param name="to">The first that no longer does; at most now.</param>
    /// <exception cref="ArgumentException">This process has no such schedule, or the range is not one of the past, or has more than <see cref="MaxBackfill"/> instants.</exception>
    public async ValueTask<BackfillPreview> PreviewBackfillAsync(string name, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken = default)
    {
        var instants = Instants(Entry(name), from, to);
        var store = await _engine.OpenStoreAsync(cancellationToken).ConfigureAwait(false);
        var missing = new List<DateTimeOffset>();
        foreach (var instant in instants)
        {
            if (await store.GetAsync(ScheduleRuns.IdOf(name, instant), cancellationToken).ConfigureAwait(false) is null)
                missing.Add(instant);
        }
        return new BackfillPreview(instants.Count, missing);
    }

    /// <summary>Starts a run for each instant of a range in the past that has none. All begin at once, side by side; a repeat changes nothing.</summary>
    /// <param name="from">The first instant that counts.</param>
    /// <param name="to">The first that no longer does; at most now.</param>
    /// <returns>How many runs were started.</returns>
    /// <exception cref="ArgumentException">This process has no such schedule, or the range is not one of the past, or has more than <see cref="MaxBackfill"/> instants.</exception>
    public async ValueTask<int> BackfillAsync(string name, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken = default)
    {
        var entry = Entry(name);
        var preview = await PreviewBackfillAsync(name, from, to, cancellationToken).ConfigureAwait(false);
        if (preview.Missing.Count == 0)
            return 0;
        await ChangeAsync(
            name,
            static state => state,
            cancellationToken,
            (_, now) => [.. preview.Missing.Select(at =>
                ScheduleRuns.Of(entry.Workflow, entry.Schedule, ScheduleRuns.IdOf(name, at), new ScheduledInstant(at, ScheduleCause.Backfill), now, _engine.Options.MaxPayloadBytes))]).ConfigureAwait(false);
        _engine.Poke();
        return preview.Missing.Count;
    }

    /// <summary>Deletes what the store keeps of a schedule whose code is gone. Runs that it has started are left alone.</summary>
    /// <returns>False: there is none of that name.</returns>
    /// <exception cref="InvalidOperationException">This process has the schedule, and would begin it anew: pause it instead. One whose state cannot be read may be deleted.</exception>
    public async ValueTask<bool> DeleteAsync(string name, CancellationToken cancellationToken = default)
    {
        var store = await OpenAsync(cancellationToken).ConfigureAwait(false);
        for (var tries = 1; ; tries++)
        {
            if (await store.GetScheduleAsync(name, cancellationToken).ConfigureAwait(false) is not { } row)
                return false;
            if (_engine.Scheduler.Entries.ContainsKey(name) && ScheduleState.Read(row.State, out _) is not null)
                throw new InvalidOperationException($"The schedule '{name}' is in the code of this process, and would begin anew. Pause it instead, or remove the attribute first.");
            var commit = new ScheduleCommit { Name = name, ExpectedRevision = row.Revision, State = null, At = _engine.Time.GetUtcNow() };
            if (await store.CommitScheduleAsync(commit, cancellationToken).ConfigureAwait(false) is not null)
                break;
            Refuse(tries, name);
        }
        _engine.WakeSchedules();
        return true;
    }

    private async ValueTask<IScheduleStore> OpenAsync(CancellationToken cancellationToken) =>
        await _engine.OpenStoreAsync(cancellationToken).ConfigureAwait(false) as IScheduleStore ?? throw new InvalidOperationException($"{_engine.Store.GetType()} keeps no schedules.");

    private Scheduler.Entry Entry(string name) =>
        _engine.Scheduler.Entries.GetValueOrDefault(name) ?? throw new ArgumentException($"This process has no schedule named '{name}'. It has: {string.Join(", ", _engine.Scheduler.Entries.Keys)}.", nameof(name));

    private List<DateTimeOffset> Instants(Scheduler.Entry entry, DateTimeOffset from, DateTimeOffset to)
    {
        if (to > _engine.Time.GetUtcNow() || from >= to)
            throw new ArgumentException($"A backfill takes a range of the past: from {from:O} to {to:O} is none.", nameof(to));
        var instants = new List<DateTimeOffset>();
        for (var at = entry.Schedule.Calendar.After(from.AddTicks(-1)); at < to; at = entry.Schedule.Calendar.After(at.Value))
        {
            if (instants.Count == MaxBackfill)
                throw new ArgumentException($"From {from:O} to {to:O} the schedule '{entry.Schedule.Name}' has more than {MaxBackfill:N0} instants. Take a part of it at a time.", nameof(to));
            instants.Add(at.Value);
        }
        return instants;
    }

    /// <returns>The new state; null: nothing was to be changed.</returns>
    private async ValueTask<ScheduleState?> ChangeAsync(
        string name, Func<ScheduleState, ScheduleState?> change, CancellationToken cancellationToken, Func<ScheduleState, DateTimeOffset, IReadOnlyList<NewRun>>? starts = null)
    {
        var store = await OpenAsync(cancellationToken).ConfigureAwait(false);
        for (var tries = 1; ; tries++)
        {
            var now = _engine.Time.GetUtcNow();
            var row = await store.GetScheduleAsync(name, cancellationToken).ConfigureAwait(false);
            var entry = _engine.Scheduler.Entries.GetValueOrDefault(name);
            string? problem = null;
            var state = row is not null ? ScheduleState.Read(row.State, out problem) : entry is not null ? Scheduler.First(entry, now) : throw new ArgumentException($"There is no schedule named '{name}'.", nameof(name));
            if (state is null)
                throw new InvalidOperationException($"The schedule '{name}' cannot be changed. {problem}");
            if (change(state) is not { } after)
                return null;
            var commit = new ScheduleCommit
            {
                Name = name,
                ExpectedRevision = row?.Revision ?? 0,
                State = after.Write(),
                // Without the code nobody knows; whoever has it looks at all of them.
                NextAt = after.PausedBecause is null ? entry?.Schedule.Calendar.After(after.Cursor) : null,
                Starts = starts?.Invoke(after, now) ?? [],
                At = now,
            };
            if (await store.CommitScheduleAsync(commit, cancellationToken).ConfigureAwait(false) is not null)
            {
                _engine.WakeSchedules();
                return after;
            }
            Refuse(tries, name);
        }
    }

    private static void Refuse(int tries, string name)
    {
        if (tries >= Tries)
            throw new StoreException(StoreFailure.Unavailable, $"The schedule '{name}' is being changed by others all the time. Try again.");
    }

    private async ValueTask<ScheduleInfo> DescribeAsync(string name, StoredSchedule? row, CancellationToken cancellationToken)
    {
        var entry = _engine.Scheduler.Entries.GetValueOrDefault(name);
        string? problem = null;
        var state = row is not null ? ScheduleState.Read(row.State, out problem) : Scheduler.First(entry!, _engine.Time.GetUtcNow());
        var next = new List<DateTimeOffset>();
        if (entry is not null && state is not null)
        {
            for (var at = entry.Schedule.Calendar.After(state.Cursor); at is { } instant && next.Count < Upcoming; at = entry.Schedule.Calendar.After(instant))
                next.Add(entry.Schedule.Calendar.ToLocal(instant));
        }
        var last = state?.LastRun is { } id ? await _engine.Store.GetAsync(id, cancellationToken).ConfigureAwait(false) : null;
        return new ScheduleInfo
        {
            Name = name,
            Workflow = entry?.Workflow.Name ?? state?.Workflow,
            Cron = entry?.Schedule.Cron ?? state?.Cron,
            TimeZone = entry?.Schedule.TimeZone ?? state?.TimeZone,
            IsRegistered = entry is not null,
            PausedBecause = state?.PausedBecause,
            PausedAt = state?.PausedAt,
            Problem = problem,
            Next = next,
            LastDueAt = state?.LastDueAt,
            LastRunId = state?.LastRun,
            LastRun = last,
            Waiting = state?.Waiting.Length ?? 0,
            Started = state?.Started ?? 0,
            Triggered = state?.Manual ?? 0,
            Missed = state?.Missed ?? 0,
            Skipped = state?.Skipped ?? 0,
        };
    }
}
