namespace WorkflowGen;

/// <summary>Why and for when a schedule has started a run: what <c>RunAsync</c> of a workflow with a <see cref="ScheduleAttribute"/> may take.</summary>
/// <param name="Schedule">The schedule's name.</param>
/// <param name="DueAt">The instant that the run stands for; UTC. Work that covers "the day before" should be computed from it, never from the clock.</param>
/// <param name="LocalTime">The same instant as clocks in the schedule's time zone show it.</param>
/// <param name="Cause">What made it start.</param>
public sealed record ScheduleFiring(string Schedule, DateTimeOffset DueAt, DateTimeOffset LocalTime, ScheduleCause Cause = ScheduleCause.Due);

/// <summary>What made a schedule start a run.</summary>
public enum ScheduleCause
{
    /// <summary>Its instant came.</summary>
    Due = 0,

    /// <summary>Its instant had passed when somebody was there to start it.</summary>
    Missed = 1,

    /// <summary>An operator asked for it, now.</summary>
    Manual = 2,

    /// <summary>An operator asked for the instants of a range in the past.</summary>
    Backfill = 3,
}
