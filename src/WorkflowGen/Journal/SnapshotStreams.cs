using WorkflowGen.Execution;

namespace WorkflowGen.Journal;

/// <summary>The section of a snapshot that has the streams: by stream its name, how many items it has given, and those that somebody still needs.</summary>
internal static class SnapshotStreams
{
    public static void Write(RecordBuffer buffer, NodeNames names, WorkflowExecutor executor)
    {
        var streams = executor.StreamsInUse;
        buffer.WriteVarint((uint)streams.Count);
        foreach (var stream in streams)
        {
            buffer.WriteUtf8(names.Utf8(executor.KeyOfStream(stream)));
            buffer.WriteVarint((uint)stream.Received);
            buffer.WriteVarint((uint)stream.Kept.Count);
            foreach (var (item, kept) in stream.Kept)
            {
                buffer.WriteVarint((uint)item);
                buffer.WriteTime(new DateTimeOffset(kept.Ticks, TimeSpan.Zero));
                var block = SnapshotEncoder.BeginBlock(buffer);
                Payload.WriteItem(buffer, executor, stream.Node, item, int.MaxValue);
                SnapshotEncoder.EndBlock(buffer, block);
            }
        }
    }

    /// <exception cref="JournalException">The section is damaged, or does not fit the definition.</exception>
    public static void Read(ReadOnlyMemory<byte> section, RunFold fold)
    {
        var reader = new RecordReader(section);
        for (var streams = reader.ReadCount(); streams > 0; streams--)
        {
            var key = fold.Key(reader.ReadString());
            var received = reader.ReadInt32();
            for (var count = reader.ReadCount(); count > 0; count--)
                fold.KeepItem(key, reader.ReadInt32(), reader.ReadTime(), reader.ReadBlock());
            fold.ItemsOf(key.Node).Received = received;
        }
        reader.End();
    }
}
