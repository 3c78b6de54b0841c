namespace WorkflowGen.Storage.Sqlite;

internal sealed partial class SqliteWriter
{
    public long? CommitSchedule(ScheduleCommit commit)
    {
        if ((ScheduleRow.Get(Db, commit.Name)?.Revision ?? 0) != commit.ExpectedRevision)
            return null;
        if (commit.State is { } state)
            ScheduleRow.Put(Db, StoredSchedule.After(commit, state));
        else
            ScheduleRow.Delete(Db, commit.Name);
        for (int i = 0; i < commit.Starts.Count; i++)
            Create(commit.Starts[i]);
        for (int i = 0; i < commit.Cancels.Count; i++)
            RequestCancel(commit.Cancels[i], commit.At);
        return commit.ExpectedRevision + 1;
    }
}
