namespace WorkflowGen.Journal;

internal sealed partial class RunFold
{
    private void ApplyLeft(RunSnapshot snapshot)
    {
        if (!snapshot.Sections.TryGetValue(SnapshotSection.LeftChildren, out var section))
            return;
        var reader = new RecordReader(section);
        for (var left = reader.ReadCount(); left > 0; left--)
            Progress.ChildLeft(Key(reader.ReadString()), reader.ReadInt32());
        reader.End();
    }
}
