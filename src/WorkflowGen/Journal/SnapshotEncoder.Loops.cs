using WorkflowGen.Execution;

namespace WorkflowGen.Journal;

// Which rounds nodes and loops are in, and what is kept of the rounds before: of nodes that are pending, too.
internal static partial class SnapshotEncoder
{
    // By the records a loop may always go on; the executor has asked.
    private static void AskLoops(RunProgress progress, WorkflowExecutor executor)
    {
        for (var i = 0; i < progress.Loops!.IsOver.Length; i++)
            progress.Loops.IsOver[i] = executor.IsOver(i);
    }

    private static void WriteLoops(RecordBuffer buffer, RunProgress progress, NodeNames names, WorkflowExecutor executor)
    {
        var loops = progress.Loops!;
        var section = BeginSection(buffer, SnapshotSection.Rounds);
        buffer.WriteVarint((ulong)progress.Nodes.Count(static n => n.Round > 1));
        for (var i = 0; i < progress.Nodes.Length; i++)
        {
            if (progress.Nodes[i].Round == 1)
                continue;
            buffer.WriteUtf8(names.Utf8(new NodeKey(i, progress.Nodes[i].Round)));
            buffer.WriteTime(new DateTimeOffset(loops.BeganTicks[i], TimeSpan.Zero));
        }
        buffer.WriteVarint((ulong)loops.Plan.Loops.Length);
        foreach (var loop in loops.Plan.Loops)
        {
            buffer.WriteUtf8(names.Utf8(loop.End));
            buffer.WriteVarint((uint)loops.Counts[loop.Index]);
            buffer.WriteByte(loops.IsOver[loop.Index] ? (byte)1 : (byte)0);
        }
        EndBlock(buffer, section);
        if (progress.HasPrevious.Length > 0)
            WritePrevious(buffer, progress, names, executor);
    }

    private static void WritePrevious(RecordBuffer buffer, RunProgress progress, NodeNames names, WorkflowExecutor executor)
    {
        var definition = executor.Definition;
        var section = BeginSection(buffer, SnapshotSection.Previous);
        var count = 0;
        for (var i = 0; i < progress.HasPrevious.Length; i++)
        {
            if (progress.IsPreviousLive(definition, i))
                count++;
        }
        buffer.WriteVarint((ulong)count);
        for (var i = 0; i < progress.HasPrevious.Length; i++)
        {
            if (!progress.IsPreviousLive(definition, i))
                continue;
            buffer.WriteUtf8(names.Utf8(definition.Previous[i].Node));
            buffer.WriteUtf8(names.Utf8(definition.Loops[definition.Previous[i].Loop].End));
            var block = BeginBlock(buffer);
            Payload.WriteHandoff(buffer, executor, definition.Nodes.Count + i, int.MaxValue);
            EndBlock(buffer, block);
        }
        EndBlock(buffer, section);
    }
}
