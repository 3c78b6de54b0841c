using WorkflowGen.Storage;

namespace WorkflowGen.Journal;

/// <summary>What a commit sends to other runs.</summary>
internal sealed class RunMessages
{
    public List<NewRun> Starts { get; } = [];

    public List<RunSignal> Signals { get; } = [];

    public List<string> Cancels { get; } = [];

    /// <summary>When the last of <see cref="Cancels"/> was asked for.</summary>
    public DateTimeOffset At { get; set; }
}
