using System.Globalization;
using WorkflowGen.Execution;
using WorkflowGen.Journal;
using WorkflowGen.Storage;

namespace WorkflowGen.Hosting.Schedules;

/// <summary>The runs that a schedule starts: their ids and their beginnings.</summary>
internal static class ScheduleRuns
{
    /// <summary>The id of the run of an instant: one, whoever starts it.</summary>
    public static string IdOf(string schedule, DateTimeOffset dueAt) => string.Create(CultureInfo.InvariantCulture, $"{schedule}.{dueAt.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}");

    public static string ManualId(string schedule, long number) => string.Create(CultureInfo.InvariantCulture, $"{schedule}.manual.{number}");

    public static NewRun Of(WorkflowDefinition workflow, ScheduleDefinition schedule, string id, ScheduledInstant instant, DateTimeOffset now, int maxPayloadBytes)
    {
        var firing = new ScheduleFiring(schedule.Name, instant.DueAt.ToUniversalTime(), schedule.Calendar.ToLocal(instant.DueAt), instant.Cause);
        var record = new RecordBuffer();
        JournalEncoder.BeginRunStarted(record, workflow.Name, workflow.Version, workflow.Shape, now, "");
        Payload.WriteInputs(
            record,
            workflow,
            (firing, workflow.FiringWriter),
            static (writer, inputs) =>
            {
                writer.WriteStartArray();
                inputs.FiringWriter?.Invoke(writer, inputs.firing);
                writer.WriteEndArray();
            },
            maxPayloadBytes);
        JournalEncoder.End(record, 0);
        return new NewRun
        {
            RunId = id,
            Workflow = workflow.Name,
            Version = workflow.Version,
            CreatedAt = now,
            Entries = [new JournalEntry(1, record.Slice(0, record.Length))],
        };
    }
}
