namespace WorkflowGen.Journal;

internal static partial class SnapshotEncoder
{
    // All values above were written by this build. What lies elsewhere, or is kept as it was, may be older.
    private static void WriteShapes(RecordBuffer buffer, RunProgress progress)
    {
        if (progress.Shapes is { Signals: > 0 } or { Armed: > 0 })
        {
            var section = BeginSection(buffer, SnapshotSection.Shapes);
            buffer.WriteVarint((ulong)progress.Shapes.Signals);
            buffer.WriteVarint((uint)progress.Shapes.Armed);
            EndBlock(buffer, section);
        }
        if (progress.FormerNames is { Count: > 0 } names)
        {
            var section = BeginSection(buffer, SnapshotSection.FormerNames);
            buffer.WriteVarint((uint)names.Count);
            foreach (var (child, name) in names)
            {
                buffer.WriteString(name);
                buffer.WriteVarint((uint)child.Attempt);
            }
            EndBlock(buffer, section);
        }
    }
}
