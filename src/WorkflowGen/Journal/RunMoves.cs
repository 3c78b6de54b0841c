using WorkflowGen.Storage;

namespace WorkflowGen.Journal;

internal static partial class JournalEncoder
{
    public static int RunMoved(RecordBuffer buffer, DateTimeOffset at, string ownQueue, string queue)
    {
        var start = Begin(buffer, RecordKind.RunMoved);
        buffer.WriteTime(at);
        buffer.WriteString(ownQueue);
        buffer.WriteString(queue);
        return End(buffer, start);
    }
}

internal static partial class SnapshotEncoder
{
    private static void WriteOwnQueue(RecordBuffer buffer, string queue)
    {
        var section = BeginSection(buffer, SnapshotSection.OwnQueue);
        buffer.WriteString(queue);
        EndBlock(buffer, section);
    }
}

internal sealed partial class RunProgress
{
    /// <summary>The queue of the run's start, where it has been in another since; null: it is in it.</summary>
    public string? OwnQueue { get; set; }
}

internal sealed partial class RunFold
{
    private void ApplyOwnQueue(RunSnapshot snapshot)
    {
        if (!snapshot.Sections.TryGetValue(SnapshotSection.OwnQueue, out var section))
            return;
        var reader = new RecordReader(section);
        Progress.OwnQueue = reader.ReadString();
        reader.End();
    }
}
