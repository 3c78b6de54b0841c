using WorkflowGen.Execution;

namespace WorkflowGen.Journal;

/// <summary>Writes the state of a run, so that resuming it reads this instead of the entries so far. Holds only the handoffs that somebody may still ask for.</summary>
internal static partial class SnapshotEncoder
{
    /// <returns>The length of the record.</returns>
    /// <exception cref="HandoffException">A handoff that could be written before cannot be written again: a step has changed it since.</exception>
    public static int Write(RecordBuffer buffer, RunProgress progress, NodeNames names, WorkflowExecutor executor)
    {
        var definition = executor.Definition;
        if (progress.Loops is not null)
            AskLoops(progress, executor);
        var start = JournalEncoder.Begin(buffer, RecordKind.Snapshot);
        buffer.WriteString(definition.Name);
        buffer.WriteVarint((uint)definition.Version);
        buffer.WriteString(definition.Shape);
        buffer.WriteTime(progress.StartedAt);
        buffer.WriteString(progress.TraceParent);
        buffer.WriteTime(progress.CancelRequestedAt);
        buffer.WriteVarint((ulong)progress.JournalBytes);

        var block = BeginBlock(buffer);
        Payload.WriteInputs(buffer, definition, executor, static (writer, executor) => executor.WriteInputs(writer), int.MaxValue);
        EndBlock(buffer, block);

        buffer.WriteVarint((uint)CountBegun(progress.Nodes));
        for (var i = 0; i < progress.Nodes.Length; i++)
        {
            if (progress.Nodes[i].Status != NodeStatus.Pending)
                WriteNode(buffer, progress, names, executor, i);
        }
        WriteOrder(buffer, progress);
        if (progress.Loops is not null)
            WriteLoops(buffer, progress, names, executor);
        WriteClosing(buffer, progress, names);
        WriteShapes(buffer, progress);
        if (progress.Reported.Count > 0)
            WriteReported(buffer, progress, names);
        if (progress.Left.Count > 0)
            WriteLeft(buffer, progress, names);
        if (progress.OwnQueue is not null)
            WriteOwnQueue(buffer, progress.OwnQueue);
        if (progress.Elements.Count > 0)
        {
            var section = BeginSection(buffer, SnapshotSection.Elements);
            SnapshotElements.Write(buffer, progress, names, executor);
            EndBlock(buffer, section);
        }
        if (executor.HasStreams)
        {
            var section = BeginSection(buffer, SnapshotSection.Streams);
            SnapshotStreams.Write(buffer, names, executor);
            EndBlock(buffer, section);
        }
        return JournalEncoder.End(buffer, start);
    }

    private static void WriteNode(RecordBuffer buffer, RunProgress progress, NodeNames names, WorkflowExecutor executor, int node)
    {
        ref var state = ref progress.Nodes[node];
        buffer.WriteUtf8(names.Utf8(new NodeKey(node, state.Round)));
        buffer.WriteByte((byte)state.Status);
        buffer.WriteVarint((uint)state.Attempt);
        buffer.WriteTime(state.At);
        if (state.Status == NodeStatus.Failed)
            JournalEncoder.WriteFailure(buffer, state.Failure!);
        if (state.Status != NodeStatus.Completed)
            return;

        var block = BeginBlock(buffer);
        if (executor.Definition.NodeArray[node] is { HasResult: true, IsStream: false } && progress.IsLive(executor.Definition, node))
            Payload.WriteHandoff(buffer, executor, node, int.MaxValue);
        EndBlock(buffer, block);
    }

    /// <summary>In which order they settled, one number for each node above.</summary>
    private static void WriteOrder(RecordBuffer buffer, RunProgress progress)
    {
        var section = BeginSection(buffer, SnapshotSection.Order);
        foreach (ref var node in progress.Nodes.AsSpan())
        {
            if (node.Status != NodeStatus.Pending)
                buffer.WriteVarint((ulong)node.Order);
        }
        EndBlock(buffer, section);
    }

    private static void WriteClosing(RecordBuffer buffer, RunProgress progress, NodeNames names)
    {
        if (progress.ClosingOrNull is not { } closing)
            return;
        var section = BeginSection(buffer, SnapshotSection.Closing);
        closing.Write(buffer, names);
        EndBlock(buffer, section);
    }

    private static int CountBegun(NodeProgress[] nodes)
    {
        var count = 0;
        foreach (ref var node in nodes.AsSpan())
        {
            if (node.Status != NodeStatus.Pending)
                count++;
        }
        return count;
    }

    private static int BeginSection(RecordBuffer buffer, SnapshotSection section)
    {
        buffer.WriteByte((byte)section);
        return BeginBlock(buffer);
    }

    internal static int BeginBlock(RecordBuffer buffer)
    {
        buffer.WriteUInt32(0);
        return buffer.Length;
    }

    internal static void EndBlock(RecordBuffer buffer, int start) => buffer.PatchUInt32(start - sizeof(uint), (uint)(buffer.Length - start));
}
