using System.Buffers.Binary;
using WorkflowGen.Execution;
using WorkflowGen.Storage;

namespace WorkflowGen.Journal;

/// <summary>Decodes what <see cref="JournalEncoder"/> wrote. Whatever the bytes are, the outcome is a record or a <see cref="JournalException"/>.</summary>
internal static class JournalDecoder
{
    private const int Overhead = 2 + Checksum.Size;

    /// <exception cref="JournalException">The bytes are not a record that this version knows.</exception>
    public static JournalRecord Decode(ReadOnlyMemory<byte> data)
    {
        if (data.Length < Overhead)
            throw RecordReader.Corrupt($"it has {data.Length} bytes, fewer than any record");

        // The checksum comes first: a version or kind is worth mentioning only when it is what was written.
        var content = data[..^Checksum.Size];
        if (Checksum.Of(content.Span) != BinaryPrimitives.ReadUInt32LittleEndian(data.Span[^Checksum.Size..]))
            throw RecordReader.Corrupt("its checksum does not fit its content");

        var reader = new RecordReader(content);
        var version = reader.ReadByte();
        if (version > JournalEncoder.FormatVersion)
            throw new JournalException(JournalFailure.NewerFormat, $"A journal record has format {version}, and this version of WorkflowGen reads formats up to {JournalEncoder.FormatVersion}. Run a newer version.");
        if (version == 0)
            throw RecordReader.Corrupt("it has format 0");

        var kind = (RecordKind)reader.ReadByte();
        var record = Read(kind, ref reader);
        reader.End();
        return record;
    }

    private static JournalRecord Read(RecordKind kind, ref RecordReader reader) => kind switch
    {
        RecordKind.RunStarted => new RunStarted(reader.ReadString(), reader.ReadInt32(), reader.ReadString(), reader.ReadTime(), reader.ReadString(), reader.ReadRest()),
        RecordKind.AttemptStarted => new AttemptStarted(reader.ReadString(), reader.ReadInt32(), reader.ReadTime()),
        RecordKind.ChildStarted => new ChildStarted(reader.ReadString(), reader.ReadInt32(), reader.ReadTime(), reader.ReadString()),
        RecordKind.ChildLeft => new ChildLeft(reader.ReadString(), reader.ReadInt32(), reader.ReadTime(), reader.ReadString()),
        RecordKind.ChildEnded => new ChildEnded(reader.ReadString(), reader.ReadInt32(), reader.ReadTime(), reader.ReadString(), ReadEnd(ref reader)),
        RecordKind.StepCompleted => new StepCompleted(reader.ReadString(), reader.ReadInt32(), reader.ReadTime(), reader.ReadTime(), reader.ReadRest()),
        RecordKind.StepSkipped => new StepSkipped(reader.ReadString(), reader.ReadTime()),
        RecordKind.ItemReceived => new ItemReceived(reader.ReadString(), reader.ReadInt32(), reader.ReadTime(), reader.ReadRest()),
        RecordKind.StreamClosed => new StreamClosed(reader.ReadString(), reader.ReadTime()),
        RecordKind.StepCancelled => new StepCancelled(reader.ReadString(), reader.ReadTime()),
        RecordKind.Heartbeat => new Heartbeat(reader.ReadString(), reader.ReadInt32(), reader.ReadRest()),
        RecordKind.RoundStarted => new RoundStarted(reader.ReadString(), reader.ReadTime()),
        RecordKind.AttemptFailed => new AttemptFailed(reader.ReadTime(), reader.ReadTime(), reader.ReadOptionalTime(), ReadFailure(ref reader)),
        RecordKind.RunEnded => ReadRunEnded(ref reader),
        RecordKind.RunParked => new RunParked(reader.ReadTime(), reader.ReadString()),
        RecordKind.RunReleased => new RunReleased(reader.ReadTime()),
        RecordKind.CancelRequested => new CancelRequested(reader.ReadTime()),
        RecordKind.CompensationArmed => new CompensationArmed(reader.ReadString(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadRest()),
        RecordKind.Compensated => new Compensated(reader.ReadString(), reader.ReadInt32(), reader.ReadString(), reader.ReadInt32(), reader.ReadTime(), reader.ReadTime()),
        RecordKind.CompensationFailed => new CompensationFailed(
            reader.ReadString(), reader.ReadInt32(), reader.ReadTime(), reader.ReadTime(), reader.ReadOptionalTime(), ReadFailure(ref reader)),
        RecordKind.RunClosing => new RunClosing(ReadEnd(ref reader), reader.ReadTime()),
        RecordKind.UndoRequested => new UndoRequested(reader.ReadTime(), reader.ReadString()),
        RecordKind.RunMoved => new RunMoved(reader.ReadTime(), reader.ReadString(), reader.ReadString()),
        RecordKind.ShapeMet => new ShapeMet(reader.ReadTime(), reader.ReadString(), reader.ReadInt64()),
        RecordKind.Snapshot => ReadSnapshot(ref reader),
        _ => throw new JournalException(JournalFailure.NewerFormat, $"A journal record is of kind {(byte)kind}, which this version of WorkflowGen does not know. Run a newer version."),
    };

    public static StepFailure ReadFailure(ref RecordReader reader)
    {
        var step = reader.ReadString();
        var attempt = reader.ReadInt32();
        var type = reader.ReadString();
        var message = reader.ReadString();
        var stack = reader.ReadString();
        return new StepFailure(step, attempt, type, message, stack.Length == 0 ? null : stack);
    }

    private static RunStatus ReadEnd(ref RecordReader reader)
    {
        var status = (RunStatus)reader.ReadByte();
        return status.IsTerminal() ? status : throw RecordReader.Corrupt($"a run cannot end in status {(byte)status}");
    }

    private static RunEnded ReadRunEnded(ref RecordReader reader)
    {
        var status = ReadEnd(ref reader);
        var at = reader.ReadTime();
        var failures = new StepFailure[reader.ReadCount()];
        for (var i = 0; i < failures.Length; i++)
            failures[i] = ReadFailure(ref reader);
        return new RunEnded(status, at, failures);
    }

    private static RunSnapshot ReadSnapshot(ref RecordReader reader)
    {
        var workflow = reader.ReadString();
        var version = reader.ReadInt32();
        var shape = reader.ReadString();
        var startedAt = reader.ReadTime();
        var traceParent = reader.ReadString();
        var cancelRequestedAt = reader.ReadOptionalTime();
        var journalBytes = reader.ReadInt64();
        var inputs = reader.ReadBlock();
        var nodes = new List<SnapshotNode>(Math.Min(reader.ReadCount() is var count ? count : 0, 1024));
        for (var i = 0; i < count; i++)
            nodes.Add(ReadNode(ref reader));
        return new RunSnapshot(workflow, version, shape, startedAt, traceParent, cancelRequestedAt, journalBytes, inputs, nodes) { Sections = ReadSections(ref reader) };
    }

    private static Dictionary<SnapshotSection, ReadOnlyMemory<byte>> ReadSections(ref RecordReader reader)
    {
        var sections = new Dictionary<SnapshotSection, ReadOnlyMemory<byte>>();
        while (reader.Remaining > 0)
        {
            var section = (SnapshotSection)reader.ReadByte();
            if (!Enum.IsDefined(section))
                throw new JournalException(JournalFailure.NewerFormat, $"A snapshot has a section of kind {(byte)section}, which this version of WorkflowGen does not know. Run a newer version.");
            if (!sections.TryAdd(section, reader.ReadBlock()))
                throw RecordReader.Corrupt($"it has section {section} twice");
        }
        return sections;
    }

    private static SnapshotNode ReadNode(ref RecordReader reader)
    {
        var name = reader.ReadString();
        var status = (NodeStatus)reader.ReadByte();
        if (status is not (NodeStatus.Running or NodeStatus.Waiting or NodeStatus.Completed or NodeStatus.Failed or NodeStatus.Skipped or NodeStatus.Cancelled))
            throw RecordReader.Corrupt($"a node cannot be recorded in status {(byte)status}");
        var attempt = reader.ReadInt32();
        var at = reader.ReadTime();
        var failure = status == NodeStatus.Failed ? ReadFailure(ref reader) : null;
        var payload = status == NodeStatus.Completed ? reader.ReadBlock() : default;
        return new SnapshotNode(name, status, attempt, at, failure, payload);
    }
}
