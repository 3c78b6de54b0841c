namespace WorkflowGen.Roslyn.Model;

/// <summary>A [Schedule], as far as it could be read.</summary>
/// <param name="Occurrence">Which of the class's [Schedule]s, from 1: see <see cref="Anchor.Occurrence"/>.</param>
/// <param name="HasName">Whether it says a name of its own.</param>
/// <param name="Overlap">The number of the enum's value, and of <paramref name="Missed"/>.</param>
/// <param name="MissedAfter">In ticks.</param>
internal sealed record ScheduleModel(int Occurrence, string Name, bool HasName, string Cron, string TimeZone, int Overlap, int Missed, long MissedAfter);
