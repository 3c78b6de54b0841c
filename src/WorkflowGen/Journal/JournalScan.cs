using WorkflowGen.Storage;

namespace WorkflowGen.Journal;

/// <summary>Looks for something in a journal that may be damaged, or of a workflow that is not known.</summary>
internal static class JournalScan
{
    /// <summary>Whether something that has completed is to be undone before the run ends, or the run is on its way to its end already. What cannot be read says nothing.</summary>
    public static bool HasUndoLeft(StoredRun run)
    {
        var left = 0;
        if (run.Snapshot is { } snapshot && TryDecode(snapshot) is RunSnapshot state && state.Sections.TryGetValue(SnapshotSection.Closing, out var section))
        {
            var closing = ClosingProgress.Read(section, static _ => default);
            if (closing.Status is not null)
                return true;
            left = closing.Armed.Count;
        }
        foreach (var entry in run.Entries)
        {
            switch (TryDecode(entry))
            {
                case CompensationArmed:
                    left++;
                    break;
                case RunClosing or UndoRequested:
                    return true;
            }
        }
        return left > 0;
    }

    /// <summary>Whether a child may be running that is waited for, or that was given up. A snapshot that names what is under way cannot be told apart without the workflow, and counts.</summary>
    public static bool HasChildLeft(StoredRun run)
    {
        var running = new HashSet<string>(StringComparer.Ordinal);
        var left = 0;
        if (run.Snapshot is { } snapshot && TryDecode(snapshot) is RunSnapshot state)
        {
            running.UnionWith(state.Nodes.Where(static n => n.Status == Execution.NodeStatus.Running).Select(static n => n.Name));
            if (state.Sections.TryGetValue(SnapshotSection.Elements, out var elements))
                running.UnionWith(SnapshotElements.RunningOf(elements));
            if (state.Sections.TryGetValue(SnapshotSection.LeftChildren, out var section))
                left = new RecordReader(section).ReadCount();
        }
        foreach (var entry in run.Entries)
        {
            switch (TryDecode(entry))
            {
                case ChildStarted started:
                    running.Add(started.Node);
                    break;
                case ChildLeft:
                    left++;
                    break;
                case ChildEnded:
                    left--;
                    break;
                case StepCompleted completed:
                    running.Remove(completed.Node);
                    break;
                case AttemptFailed failed:
                    running.Remove(failed.Failure.Step);
                    break;
                case StepCancelled cancelled:
                    running.Remove(cancelled.Node);
                    break;
            }
        }
        return running.Count > 0 || left > 0;
    }

    private static JournalRecord? TryDecode(JournalEntry entry)
    {
        try
        {
            return JournalDecoder.Decode(entry.Data);
        }
        catch (JournalException)
        {
            return null;
        }
    }
}
