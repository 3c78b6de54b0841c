namespace WorkflowGen.Journal;

internal sealed partial class RunFold
{
    private void ApplyReported(RunSnapshot snapshot)
    {
        if (!snapshot.Sections.TryGetValue(SnapshotSection.Progress, out var section))
            return;
        var reader = new RecordReader(section);
        for (var left = reader.ReadCount(); left > 0; left--)
            Progress.Reported[Key(reader.ReadString())] = reader.ReadBlock();
        reader.End();
    }
}
