using WorkflowGen.Execution;
using WorkflowGen.Storage;

namespace WorkflowGen.Journal;

/// <summary>Reads how a run ended out of its journal, from the end backwards: it needs neither an executor nor the workflow.</summary>
internal static class RunOutcomeReader
{
    /// <exception cref="JournalException">What it needs to read is damaged or newer.</exception>
    public static RunOutcome Read(StoredRun run, WorkflowDefinition definition)
    {
        var outputs = Outputs(run, definition);
        IReadOnlyList<StepFailure> failures = [];
        var result = ReadOnlyMemory<byte>.Empty;
        string? output = null;
        for (var i = run.Entries.Count - 1; run.Head.Status.IsTerminal() && i >= 0; i--)
        {
            // Of each output the last round counts, and of several that completed the first: what was found before is forgotten.
            switch (Decode(run, run.Entries[i]))
            {
                case RunEnded ended:
                    failures = ended.Failures;
                    break;
                case StepCompleted completed when outputs.Remove(NameOf(definition, completed.Node)):
                    result = ResultsReader.HandoffOf(run, i, completed, definition, Decode);
                    output = NameOf(definition, completed.Node);
                    break;
                case RoundStarted started:
                    outputs.ExceptWith(Repeated(definition, started.Loop)); // what they handed over before counts no more
                    break;
                case StepSkipped skipped:
                    outputs.Remove(NameOf(definition, skipped.Node));
                    break;
                case StepCancelled cancelled:
                    outputs.Remove(NameOf(definition, cancelled.Node));
                    break;
            }
            if (outputs.Count == 0)
                return Outcome(result);
        }
        if (FirstInSnapshot(run, definition, outputs) is var (payload, name))
            (result, output) = (payload, name);
        return Outcome(result);

        RunOutcome Outcome(ReadOnlyMemory<byte> payload) => new(run.Head.Status, run.Head.Reason, payload, failures) { Output = output };
    }

    private static HashSet<string> Outputs(StoredRun run, WorkflowDefinition definition)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        if (run.Head.Status == RunStatus.Completed && definition.Output >= 0)
            names.UnionWith(definition.OtherOutputs.Append(definition.Output).Select(i => definition.Nodes[i].Name));
        return names;
    }

    private static (ReadOnlyMemory<byte> Payload, string Name)? FirstInSnapshot(StoredRun run, WorkflowDefinition definition, HashSet<string> outputs)
    {
        if (outputs.Count == 0 || run.Snapshot is not { } entry || Decode(run, entry) is not RunSnapshot snapshot)
            return null;
        var orders = snapshot.Orders();
        var first = -1;
        for (var i = 0; i < orders.Length; i++)
        {
            if (snapshot.Nodes[i].Status == NodeStatus.Completed && outputs.Contains(NameOf(definition, snapshot.Nodes[i].Name)) && (first < 0 || orders[i] < orders[first]))
                first = i;
        }
        return first < 0 ? null : (snapshot.Nodes[first].Payload, NameOf(definition, snapshot.Nodes[first].Name));
    }

    // A node may have been renamed since.
    private static string NameOf(WorkflowDefinition definition, string key)
    {
        var name = NodeNames.WithoutRound(key);
        return definition.Nodes.FirstOrDefault(n => n.Name == name)?.Name ?? definition.Nodes.FirstOrDefault(n => n.IsCalled(name))?.Name ?? name;
    }

    private static IEnumerable<string> Repeated(WorkflowDefinition definition, string end) =>
        definition.Loops.Where(loop => definition.Nodes[loop.End].IsCalled(NodeNames.WithoutRound(end))).SelectMany(loop => loop.Region).Select(node => definition.Nodes[node].Name);

    private static JournalRecord Decode(StoredRun run, JournalEntry entry)
    {
        try
        {
            return JournalDecoder.Decode(entry.Data);
        }
        catch (JournalException exception)
        {
            throw new JournalException(exception.Failure, $"Run '{run.Head.RunId}', entry {entry.Sequence}: {exception.Message}", exception) { NamesRun = true };
        }
    }
}
