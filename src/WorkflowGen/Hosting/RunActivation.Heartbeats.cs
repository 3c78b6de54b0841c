using WorkflowGen.Execution;
using WorkflowGen.Journal;

namespace WorkflowGen.Hosting;

internal sealed partial class RunActivation
{
    int IRunJournal.MaxProgressBytes => _engine.Options.MaxPayloadBytes;

    void IRunJournal.Heartbeat(NodeKey key, int attempt, ReadOnlyMemory<byte> progress)
    {
        _progress!.Reports(key, attempt, progress);
        var start = _gathering.Buffer.Length;
        Add(start, JournalEncoder.Heartbeat(_gathering.Buffer, _workflow.Nodes.Utf8(key), attempt, progress.Span), rides: true);
    }
}
