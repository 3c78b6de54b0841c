using WorkflowGen.Scheduling;

namespace WorkflowGen.Execution;

/// <summary>A schedule of a workflow, as its author wrote it. Immutable. Written by generated code, not by users.</summary>
/// <param name="name">Its stable name.</param>
/// <param name="cron">Its calendar, as text.</param>
public sealed class ScheduleDefinition(string name, string cron)
{
    private ZonedCron? _calendar;

    /// <summary>Its stable name.</summary>
    public string Name { get; } = name;

    /// <summary>Its calendar, as text.</summary>
    public string Cron { get; } = cron;

    /// <summary>The IANA id of the zone by whose clocks it goes.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>What happens at an instant while the run before has not ended.</summary>
    public ScheduleOverlap Overlap { get; init; }

    /// <summary>What happens to missed instants.</summary>
    public ScheduleMissed Missed { get; init; }

    /// <summary>From which lateness on an instant counts as missed.</summary>
    public TimeSpan MissedAfter { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The instants.</summary>
    /// <exception cref="InvalidOperationException">The calendar cannot be read, never comes, or its zone is not known on this machine.</exception>
    internal ZonedCron Calendar => _calendar ??= ReadCalendar();

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Cron} ({TimeZone})";

    private ZonedCron ReadCalendar()
    {
        var parse = CronExpression.Parse(Cron);
        if (parse.Error is { } error)
            throw new InvalidOperationException($"The schedule '{Name}' cannot be read: '{Cron}', at {error.Position + 1}: {error.Message}");
        if (parse.Expression!.IsNeverDue)
            throw new InvalidOperationException($"The schedule '{Name}' is never due: there is no such day as '{Cron}' asks for.");
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out var zone))
            throw new InvalidOperationException($"The schedule '{Name}' goes by the time zone '{TimeZone}', which this machine does not know. Correct the id, or install the time zone data (the package tzdata).");
        return new ZonedCron(parse.Expression, zone);
    }
}
