namespace WorkflowGen.Journal;

internal static partial class SnapshotEncoder
{
    private static void WriteLeft(RecordBuffer buffer, RunProgress progress, NodeNames names)
    {
        var section = BeginSection(buffer, SnapshotSection.LeftChildren);
        buffer.WriteVarint((ulong)progress.Left.Count);
        foreach (var child in progress.Left)
        {
            buffer.WriteUtf8(names.Utf8(child.Key));
            buffer.WriteVarint((uint)child.Attempt);
        }
        EndBlock(buffer, section);
    }
}
