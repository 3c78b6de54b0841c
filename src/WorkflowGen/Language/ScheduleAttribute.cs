namespace WorkflowGen;

/// <summary>
/// Starts a run of the workflow at each instant of a calendar: <c>[Schedule("0 2 * * MON-FRI", TimeZone = "Europe/Berlin")]</c>. One run per instant, over all workers. <c>RunAsync</c> takes nothing, or one <see cref="ScheduleFiring"/>.
/// Of several versions of a workflow the schedules of the highest count.
/// </summary>
/// <param name="cron">
/// Five fields (minute, hour, day of the month, month, weekday) or six (second first), with lists, ranges, steps, names, <c>L</c>, <c>W</c> and <c>#</c>; or <c>@hourly</c>, <c>@daily</c>, <c>@weekly</c>, <c>@monthly</c>, <c>@yearly</c>. Checked at build.
/// </param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ScheduleAttribute(string cron) : Attribute
{
    /// <summary>The calendar.</summary>
    public string Cron { get; } = cron;

    /// <summary>The schedule's stable name, unique over all workflows (<c>^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$</c>, without <c>..</c>); null: the workflow's. Several schedules of one workflow need names.</summary>
    public string? Name { get; set; }

    /// <summary>The time zone by whose clocks it goes, as an IANA id (<c>Europe/Berlin</c>); UTC by default.</summary>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>What happens at an instant while the run of the one before has not ended; it is skipped by default.</summary>
    public ScheduleOverlap Overlap { get; set; }

    /// <summary>What happens to instants at which nobody was there to start a run; they are left out by default.</summary>
    public ScheduleMissed Missed { get; set; }

    /// <summary>How late a run may start and still count as on time, as a duration (<c>"1m"</c>, the default).</summary>
    public string MissedAfter { get; set; } = "1m";
}

/// <summary>What a schedule does at an instant while its run before has not ended.</summary>
public enum ScheduleOverlap
{
    /// <summary>The instant is skipped.</summary>
    Skip = 0,

    /// <summary>The run starts when the one before has ended; several wait in order.</summary>
    Queue = 1,

    /// <summary>The run before is cancelled, and the new one starts.</summary>
    CancelPrevious = 2,

    /// <summary>They run side by side.</summary>
    Allow = 3,
}

/// <summary>What a schedule does about instants that it could not keep, because no worker was there, or it was paused.</summary>
public enum ScheduleMissed
{
    /// <summary>Nothing: it goes on with the next instant.</summary>
    Skip = 0,

    /// <summary>One run, for the latest of them.</summary>
    One = 1,

    /// <summary>A run for each, oldest first.</summary>
    All = 2,
}
