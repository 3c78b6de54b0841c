using WorkflowGen.Execution;
using WorkflowGen.Journal;

namespace WorkflowGen.Hosting;

// Rounds: a record that rides, since a guard that is asked again after a crash says the same.
internal sealed partial class RunActivation
{
    void IRunJournal.RoundStarted(int loop, DateTimeOffset at)
    {
        var end = _workflow.Definition.Loops[loop].End;
        var key = new NodeKey(end, _progress!.Nodes[end].Round);
        _progress.RoundStarted(_workflow.Definition, key, at);
        var start = _gathering.Buffer.Length;
        Add(start, JournalEncoder.NodeEvent(_gathering.Buffer, RecordKind.RoundStarted, _workflow.Nodes.Utf8(key), at), rides: true);
    }
}
