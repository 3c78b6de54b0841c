using WorkflowGen.Execution;

namespace WorkflowGen.Journal;

/// <summary>
/// The section of a snapshot that has the elements of [Each] nodes which have not completed. By node: its name, then its elements in ascending order (the distance from the one before, how it stands, and what belongs to that: a result, or when
/// the next attempt is due), then the last failure.
/// </summary>
internal static class SnapshotElements
{
    public static void Write(RecordBuffer buffer, RunProgress progress, NodeNames names, WorkflowExecutor executor)
    {
        buffer.WriteVarint((uint)progress.Elements.Count);
        foreach (var (node, elements) in progress.Elements)
        {
            buffer.WriteUtf8(names.Utf8(new NodeKey(node, progress.Nodes[node].Round)));
            buffer.WriteVarint((uint)(elements.Completed.Count + elements.Failed.Count + elements.Cancelled.Count + elements.Open.Count));
            var withResults = executor.Definition.NodeArray[node].HasResult && !progress.Nodes[node].HasSettled;
            var last = -1;
            foreach (var (element, status) in InOrder(elements))
            {
                buffer.WriteVarint((uint)(element - last));
                buffer.WriteByte((byte)status);
                last = element;
                switch (status)
                {
                    case NodeStatus.Completed:
                        var block = SnapshotEncoder.BeginBlock(buffer);
                        if (withResults)
                            Payload.WriteElement(buffer, executor, node, element, int.MaxValue);
                        SnapshotEncoder.EndBlock(buffer, block);
                        break;
                    case NodeStatus.Running or NodeStatus.Waiting:
                        var open = elements.Open[element];
                        buffer.WriteVarint((uint)open.Attempt);
                        buffer.WriteTime(open.At);
                        buffer.WriteTime(open.BegunAt);
                        break;
                }
            }
            buffer.WriteByte(elements.LastFailure is null ? (byte)0 : (byte)1);
            if (elements.LastFailure is { } failure)
                JournalEncoder.WriteFailure(buffer, failure);
        }
    }

    /// <exception cref="JournalException">The section is damaged, or does not fit the definition.</exception>
    public static void Read(ReadOnlyMemory<byte> section, RunFold fold)
    {
        foreach (var part in Parts(section))
        {
            var key = fold.Key(part.Node);
            var elements = fold.Progress.ElementsOf(key.Node);
            switch (part.Status)
            {
                case NodeStatus.Completed:
                    elements.Completed.Add(part.Element);
                    fold.KeepElement(key with { Element = part.Element }, part.Payload);
                    break;
                case NodeStatus.Failed when part.Failure is { } failure:
                    elements.LastFailure = failure;
                    break;
                case NodeStatus.Failed:
                    elements.Failed.Add(part.Element);
                    break;
                case NodeStatus.Cancelled:
                    elements.Cancelled.Add(part.Element);
                    break;
                default:
                    elements.Open.Add(part.Element, part.Open);
                    break;
            }
        }
    }

    /// <summary>The results in the section, with the names of their nodes.</summary>
    /// <exception cref="JournalException">The section is damaged.</exception>
    public static IEnumerable<(string Node, int Element, ReadOnlyMemory<byte> Payload)> ResultsOf(ReadOnlyMemory<byte> section) =>
        Parts(section).Where(p => p.Status == NodeStatus.Completed).Select(p => (p.Node, p.Element, p.Payload));

    /// <summary>The elements in the section that are under way, as records name them.</summary>
    /// <exception cref="JournalException">The section is damaged.</exception>
    public static IEnumerable<string> RunningOf(ReadOnlyMemory<byte> section) =>
        Parts(section).Where(p => p.Status == NodeStatus.Running).Select(p => NodeNames.SplitRound(p.Node) is var (name, round) && round > 1 ? $"{name}[{p.Element}]/{round}" : $"{p.Node}[{p.Element}]");

    private static List<Part> Parts(ReadOnlyMemory<byte> section)
    {
        var parts = new List<Part>();
        var reader = new RecordReader(section);
        for (var nodes = reader.ReadCount(); nodes > 0; nodes--)
        {
            var node = reader.ReadString();
            var element = -1;
            for (var count = reader.ReadCount(); count > 0; count--)
            {
                element = Next(element, reader.ReadInt32());
                var status = (NodeStatus)reader.ReadByte();
                parts.Add(status switch
                {
                    NodeStatus.Completed => new Part(node, element, status, reader.ReadBlock(), default, null),
                    NodeStatus.Failed or NodeStatus.Cancelled => new Part(node, element, status, default, default, null),
                    NodeStatus.Running or NodeStatus.Waiting => new Part(node, element, status, default, new OpenElement(status, reader.ReadInt32(), reader.ReadTime(), reader.ReadTime()), null),
                    _ => throw RecordReader.Corrupt($"an element cannot be recorded in status {(byte)status}"),
                });
            }
            if (reader.ReadByte() != 0)
                parts.Add(new Part(node, -1, NodeStatus.Failed, default, default, JournalDecoder.ReadFailure(ref reader)));
        }
        reader.End();
        return parts;
    }

    /// <summary>An element, or (with a failure) what the last that failed has said.</summary>
    private readonly record struct Part(string Node, int Element, NodeStatus Status, ReadOnlyMemory<byte> Payload, OpenElement Open, StepFailure? Failure);

    private static int Next(int element, int distance) => distance >= 1 && (long)element + distance < RunFold.MaxElements
        ? element + distance
        : throw RecordReader.Corrupt("its elements are not in order");

    private static IEnumerable<(int Element, NodeStatus Status)> InOrder(ElementProgress elements)
    {
        // Four ascending lists, merged: three are bits, and the fourth is short.
        var open = new Queue<int>(elements.Open.Keys.Order());
        int completed = 0, failed = 0, cancelled = 0;
        while (true)
        {
            var nextCompleted = completed < elements.Completed.Count ? elements.Completed[completed] : int.MaxValue;
            var nextFailed = failed < elements.Failed.Count ? elements.Failed[failed] : int.MaxValue;
            var nextCancelled = cancelled < elements.Cancelled.Count ? elements.Cancelled[cancelled] : int.MaxValue;
            var nextOpen = open.TryPeek(out var first) ? first : int.MaxValue;
            var next = Math.Min(Math.Min(nextCompleted, nextFailed), Math.Min(nextCancelled, nextOpen));
            if (next == int.MaxValue)
                yield break;
            if (next == nextCompleted)
            {
                completed++;
                yield return (next, NodeStatus.Completed);
            }
            else if (next == nextFailed)
            {
                failed++;
                yield return (next, NodeStatus.Failed);
            }
            else if (next == nextCancelled)
            {
                cancelled++;
                yield return (next, NodeStatus.Cancelled);
            }
            else
            {
                yield return (next, elements.Open[open.Dequeue()].Status);
            }
        }
    }
}
