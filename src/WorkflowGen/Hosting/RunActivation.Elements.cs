using WorkflowGen.Execution;
using WorkflowGen.Journal;

namespace WorkflowGen.Hosting;

// Items of streams, and elements that were begun and must not be begun twice.
internal sealed partial class RunActivation
{
    void IRunJournal.ItemReceived(NodeKey key, int item, DateTimeOffset at)
    {
        var buffer = _gathering.Buffer;
        var start = JournalEncoder.BeginItemReceived(buffer, _workflow.Nodes.Utf8(key), item, at);
        try
        {
            Payload.WriteItem(buffer, _executor!, key.Node, item, _engine.Options.MaxPayloadBytes);
            CheckJournalSize(_workflow.Definition.NodeArray[key.Node], buffer.Length - start);
        }
        catch
        {
            buffer.Truncate(start);
            throw;
        }
        Add(start, JournalEncoder.End(buffer, start));
    }

    void IRunJournal.StreamClosed(NodeKey key, DateTimeOffset at)
    {
        _progress!.StreamClosed(key, at);
        var start = _gathering.Buffer.Length;
        Add(start, JournalEncoder.NodeEvent(_gathering.Buffer, RecordKind.StreamClosed, _workflow.Nodes.Utf8(key), at), rides: true);
    }

    private (NodeKey Key, DateTimeOffset At)? FindInterruptedElement(WorkflowExecutor executor)
    {
        foreach (var (node, elements) in _progress!.Elements)
        {
            var definition = _workflow.Definition.NodeArray[node];
            if (definition.Idempotency != Idempotency.AtMostOnce || definition.Kind == NodeKind.Child || executor.StateOf(node).IsSettled || _progress.Nodes[node].HasSettled)
                continue;
            foreach (var (element, open) in elements.Open)
            {
                if (open.Status == NodeStatus.Running)
                    return (new NodeKey(node, _progress.Nodes[node].Round, element), open.At);
            }
        }
        return null;
    }
}
