using Microsoft.Extensions.Logging;

namespace WorkflowGen.Hosting;

// What people who run things by the calendar look for.
internal sealed partial class EngineLog
{
    [LoggerMessage(40, LogLevel.Information, "Schedule {Schedule} has started run {Run} for {DueAt:O} ({Cause}).")]
    public partial void ScheduleFired(string schedule, string run, DateTimeOffset dueAt, ScheduleCause cause);

    [LoggerMessage(41, LogLevel.Warning, "Schedule {Schedule}: {Count} instants after {After:O} were missed and get no run.")]
    public partial void ScheduleMissed(string schedule, long count, DateTimeOffset after);

    [LoggerMessage(42, LogLevel.Warning, "Schedule {Schedule}: {Count} instants were skipped, because the run before, {Run}, had not ended.")]
    public partial void ScheduleSkipped(string schedule, long count, string run);

    [LoggerMessage(43, LogLevel.Error, "Schedule {Schedule} is not fired by this worker and stays as it is. {Problem}")]
    public partial void ScheduleRefused(string schedule, string problem);

    [LoggerMessage(44, LogLevel.Information, "Schedule {Schedule} is paused: {Reason}")]
    public partial void SchedulePaused(string schedule, string reason);

    [LoggerMessage(45, LogLevel.Information, "Schedule {Schedule} goes on.")]
    public partial void ScheduleResumed(string schedule);

    [LoggerMessage(46, LogLevel.Error, "The schedules could not be looked at; it is tried again.")]
    public partial void SchedulesFailed(Exception exception);
}
