using WorkflowGen.Execution;
using WorkflowGen.Storage;

namespace WorkflowGen.Journal;

/// <summary>Makes the handoff of an [Each] that has completed out of the results of its elements: a list of what each of them handed over, as JSON.</summary>
internal static class ResultsReader
{
    /// <summary>What a node has handed over by its completion, which is the given entry.</summary>
    public static ReadOnlyMemory<byte> HandoffOf(StoredRun run, int entry, StepCompleted completed, WorkflowDefinition definition, Func<StoredRun, JournalEntry, JournalRecord> decode)
    {
        var name = NodeNames.WithoutRound(completed.Node);
        var each = definition.Nodes.First(n => n.IsCalled(name));
        return each.Each is null || !each.HasResult ? completed.Payload : Read(run, entry, completed.Node, definition, decode);
    }

    /// <param name="entry">The place of the node's own completion among the entries: its elements completed before.</param>
    /// <param name="key">The node, as in the journal: with its round.</param>
    private static ReadOnlyMemory<byte> Read(StoredRun run, int entry, string key, WorkflowDefinition definition, Func<StoredRun, JournalEntry, JournalRecord> decode)
    {
        var names = new NodeNames(definition);
        if (!names.TryParse(key, out var node))
            return default;
        var results = new SortedDictionary<int, ReadOnlyMemory<byte>>();
        if (run.Snapshot is { } stored && decode(run, stored) is RunSnapshot snapshot && snapshot.Sections.TryGetValue(SnapshotSection.Elements, out var section))
        {
            foreach (var (of, element, payload) in SnapshotElements.ResultsOf(section))
            {
                if (names.TryParse(of, out var owner) && owner == node)
                    results[element] = payload;
            }
        }
        for (var i = 0; i < entry; i++)
        {
            if (decode(run, run.Entries[i]) is StepCompleted completed && names.TryParse(completed.Node, out var done) && done.Element >= 0 && done with { Element = -1 } == node)
                results[done.Element] = completed.Payload;
        }

        var json = new MemoryStream();
        json.WriteByte((byte)'[');
        foreach (var payload in results.Values)
        {
            if (json.Length > 1)
                json.WriteByte((byte)',');
            json.Write(payload.Span);
        }
        json.WriteByte((byte)']');
        return json.ToArray();
    }
}
