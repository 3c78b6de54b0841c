using WorkflowGen;

namespace Comprehensive;

/// <summary>
/// On a schedule: a run at each instant, one over all processes that share the store. The text is checked at build, and daylight saving has its rules (docs/schedules.md).
/// </summary>
[Workflow("stocktaking")]
[Schedule("30 3 1 JAN *", TimeZone = "Europe/Berlin", Missed = ScheduleMissed.One, Overlap = ScheduleOverlap.Skip)]
public sealed partial class Stocktaking
{
    // Nothing, or what there is to know of the firing: which schedule, for which instant, and why.
    public partial ValueTask<string> RunAsync(ScheduleFiring firing, CancellationToken cancellationToken = default);

    [Step]
    private static string Count(ScheduleFiring firing) => $"{firing.Schedule}: counted, {(firing.Cause == ScheduleCause.Manual ? "since somebody asked for it" : "since it was time")}";
}
