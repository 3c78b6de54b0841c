namespace WorkflowGen.Storage;

/// <summary>A run in a <see cref="RunTable"/>.</summary>
internal class RunRecord(long key, RunHead head)
{
    /// <summary>A number of the store's own, ascending by creation.</summary>
    public long Key { get; } = key;

    public RunPlace Place { get; } = RunPlace.Of(head);

    /// <summary>Changed by the table only, which is ordered by parts of it.</summary>
    public RunHead Head { get; internal set; } = head;

    public SignalInbox Inbox { get; set; } = SignalInbox.Empty;
}
