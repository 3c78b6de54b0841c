using WorkflowGen.Execution;
using WorkflowGen.Storage;

namespace WorkflowGen.Journal;

/// <summary>Reads how a run ended out of its journal, from the end backwards: it needs neither an executor nor the workflow.</summary>
internal static class RunOutcomeReader
{
    /// <exception cref="JournalException">What it needs to read is damaged or newer.</exception>
    public static RunOutcome Read(StoredRun run, WorkflowDefinition definition)
    {
        IReadOnlyList<StepFailure> failures = [];
        var result = ReadOnlyMemory<byte>.Empty;
        var output = run.Head.Status == RunStatus.Completed && definition.Output >= 0 ? definition.Nodes[definition.Output].Name : null;
        for (var i = run.Entries.Count - 1; run.Head.Status.IsTerminal() && i >= 0; i--)
        {
            switch (Decode(run, run.Entries[i]))
            {
                case RunEnded ended:
                    failures = ended.Failures;
                    break;
                case StepCompleted completed when completed.Node == output:
                    return Outcome(completed.Payload);
            }
            if (output is null)
                return Outcome(result);
        }

        if (output is not null && run.Snapshot is { } snapshot && Decode(run, snapshot) is RunSnapshot state)
        {
            foreach (var node in state.Nodes)
            {
                if (node.Name == output)
                    result = node.Payload;
            }
        }
        return Outcome(result);

        RunOutcome Outcome(ReadOnlyMemory<byte> payload) => new(run.Head.Status, run.Head.Reason, payload, failures);
    }

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
