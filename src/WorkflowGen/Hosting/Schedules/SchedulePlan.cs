using System.Collections.Immutable;
using WorkflowGen.Execution;

namespace WorkflowGen.Hosting.Schedules;

/// <summary>What a schedule does at a time: a pure function of its state, its text, the clock, and whether its run before is under way.</summary>
/// <param name="State">What is true when it is done.</param>
/// <param name="Starts">The instants that get a run now, in order.</param>
/// <param name="CancelsLast">Whether the run before is cancelled.</param>
internal sealed record SchedulePlan(ScheduleState State, ImmutableArray<ScheduledInstant> Starts, bool CancelsLast)
{
    /// <summary>How many instants are decided by one commit, and how many wait at most.</summary>
    public const int Batch = 1_000;

    // Beyond it missed instants are no longer counted one by one: a schedule of every second that was down for a year.
    private const int MostCounted = 100_000;

    /// <summary>Whether it is worth asking what has become of the run before.</summary>
    public static bool AsksForLast(ScheduleDefinition schedule, ScheduleState state, DateTimeOffset now) =>
        schedule.Overlap != ScheduleOverlap.Allow && state.LastRun is not null && (state.Waiting.Length > 0 || schedule.Calendar.After(state.Cursor) <= now);

    /// <returns>Null: there is nothing to do.</returns>
    public static SchedulePlan? Of(ScheduleDefinition schedule, ScheduleState state, DateTimeOffset now, bool lastIsUnderWay)
    {
        var room = Batch - state.Waiting.Length;
        var (decided, due) = room > 0 ? Due(schedule, state, now, room) : (state, []);
        var starts = ImmutableArray.CreateBuilder<ScheduledInstant>();
        var waiting = state.Waiting.ToBuilder();
        var cancels = false;
        long skipped = 0;
        switch (schedule.Overlap)
        {
            case ScheduleOverlap.Allow:
                starts.AddRange(waiting);
                waiting.Clear();
                starts.AddRange(due);
                break;
            case ScheduleOverlap.Queue:
                waiting.AddRange(due);
                break;
            case ScheduleOverlap.CancelPrevious:
                // Of several that are due together each would cancel the one before: the last remains.
                waiting.AddRange(due);
                if (waiting.Count > 0)
                {
                    starts.Add(waiting[^1]);
                    skipped = waiting.Count - 1;
                    cancels = lastIsUnderWay;
                    waiting.Clear();
                }
                break;
            default:
                // What is on time goes first; what was missed fills the pauses.
                foreach (var instant in due)
                {
                    if (instant.Cause == ScheduleCause.Missed)
                        waiting.Add(instant);
                    else if (lastIsUnderWay || starts.Count > 0)
                        skipped++;
                    else
                        starts.Add(instant);
                }
                break;
        }
        if (waiting.Count > 0 && starts.Count == 0 && !lastIsUnderWay)
        {
            starts.Add(waiting[0]);
            waiting.RemoveAt(0);
        }
        if (starts.Count == 0 && decided.Cursor == state.Cursor)
            return null;
        var after = decided with
        {
            Waiting = waiting.ToImmutable(),
            Started = state.Started + starts.Count,
            Skipped = state.Skipped + skipped,
            LastRun = starts.Count > 0 ? ScheduleRuns.IdOf(schedule.Name, starts[^1].DueAt) : state.LastRun,
            LastDueAt = starts.Count > 0 ? starts[^1].DueAt : state.LastDueAt,
        };
        return new SchedulePlan(after, starts.ToImmutable(), cancels);
    }

    /// <summary>Which of the instants since the cursor get a run, by the policy for missed ones, and what is decided by that.</summary>
    private static (ScheduleState Decided, List<ScheduledInstant> Due) Due(ScheduleDefinition schedule, ScheduleState state, DateTimeOffset now, int room)
    {
        var calendar = schedule.Calendar;
        var due = new List<ScheduledInstant>();
        if (!(calendar.After(state.Cursor) <= now))
            return (state, due);
        var (cursor, missed) = (state.Cursor, 0L);
        var onTimeFrom = now - schedule.MissedAfter;
        var lastMissed = calendar.AtOrBefore(onTimeFrom.AddTicks(-1));
        if (lastMissed > cursor)
        {
            if (schedule.Missed == ScheduleMissed.All)
            {
                while (due.Count < room && calendar.After(cursor) is { } next && next <= lastMissed)
                {
                    due.Add(new(next, ScheduleCause.Missed));
                    cursor = next;
                }
            }
            else
            {
                missed = Count(calendar, cursor, lastMissed.Value);
                cursor = lastMissed.Value;
                if (schedule.Missed == ScheduleMissed.One)
                {
                    missed--;
                    due.Add(new(cursor, ScheduleCause.Missed));
                }
            }
        }
        while (due.Count < room && calendar.After(cursor) is { } next && next <= now)
        {
            due.Add(new(next, ScheduleCause.Due));
            cursor = next;
        }
        return (state with { Cursor = cursor, Missed = state.Missed + missed }, due);
    }

    private static long Count(Scheduling.ZonedCron calendar, DateTimeOffset after, DateTimeOffset last)
    {
        var count = 0;
        for (var at = calendar.After(after); at <= last && count < MostCounted; at = calendar.After(at.Value))
            count++;
        return count;
    }
}
