using WorkflowGen.Execution;

namespace WorkflowGen.Journal;

/// <summary>Where an element stands that is neither pending nor settled: Running (only where its start is recorded) or Waiting.</summary>
/// <param name="Attempt">The attempt under way; while it waits, the next one.</param>
/// <param name="At">When the attempt started; while it waits, when the next is due.</param>
/// <param name="BegunAt">When the first attempt started: what a total timeout counts from.</param>
internal readonly record struct OpenElement(NodeStatus Status, int Attempt, DateTimeOffset At, DateTimeOffset BegunAt);

/// <summary>Where the elements of an [Each] node stand by the journal. A bit for each that has settled, and nothing else.</summary>
internal sealed class ElementProgress
{
    public ElementSet Completed { get; } = new();

    /// <summary>Those that failed for good.</summary>
    public ElementSet Failed { get; } = new();

    /// <summary>Those that nobody needed any more.</summary>
    public ElementSet Cancelled { get; } = new();

    public Dictionary<int, OpenElement> Open { get; } = [];

    /// <summary>The last failure for good, which speaks for the node when it fails.</summary>
    public StepFailure? LastFailure { get; set; }

    public bool HasSettled(int element) => Completed.Contains(element) || Failed.Contains(element) || Cancelled.Contains(element);

    /// <summary>An operator has released the run: what was started, and whose end is not on record, may be started again.</summary>
    public void Released()
    {
        foreach (var (element, open) in Open)
        {
            if (open.Status == NodeStatus.Running)
                Open.Remove(element);
        }
    }
}
