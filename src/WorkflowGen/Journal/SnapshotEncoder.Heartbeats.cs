namespace WorkflowGen.Journal;

internal static partial class SnapshotEncoder
{
    private static void WriteReported(RecordBuffer buffer, RunProgress progress, NodeNames names)
    {
        var section = BeginSection(buffer, SnapshotSection.Progress);
        buffer.WriteVarint((ulong)progress.Reported.Count);
        foreach (var (key, reported) in progress.Reported)
        {
            buffer.WriteUtf8(names.Utf8(key));
            var block = BeginBlock(buffer);
            buffer.WriteRaw(reported.Span);
            EndBlock(buffer, block);
        }
        EndBlock(buffer, section);
    }
}
