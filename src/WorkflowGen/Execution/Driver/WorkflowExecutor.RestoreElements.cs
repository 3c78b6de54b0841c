using WorkflowGen.Journal;

namespace WorkflowGen.Execution;

// Elements and streams of a run that is taken up. They are put back before the nodes settle again; the [Each] node itself is opened when its turn comes, and goes on with what is not known.
public abstract partial class WorkflowExecutor
{
    /// <summary>The elements of a node that has not settled. Results have been read.</summary>
    internal void RestoreElements(int node, ElementProgress elements)
    {
        var each = EachOf(node);
        RestoreLock(node);
        each.Known = new ElementSet();
        foreach (var element in elements.Completed)
        {
            each.Completed.Add(element);
            each.Known.Add(element);
        }
        foreach (var element in elements.Failed)
            each.Known.Add(element);
        foreach (var element in elements.Cancelled)
            each.Known.Add(element);
        each.Failed = elements.Failed.Count;
        if (elements.LastFailure is { } failure)
            each.LastFailure = new FailedAttempt(NodeNames.WithoutRound(failure.Step), failure.Attempt, new RecordedFailureException(failure));

        foreach (var (element, open) in elements.Open)
        {
            var isChild = open.Status == NodeStatus.Running && Definition.NodeArray[node].Kind == NodeKind.Child;
            if (open.Status != NodeStatus.Waiting && !isChild)
                continue; // its start was recorded so that it would not be started again; released, it may be
            each.Known.Add(element);
            var index = TakeSlot(node, element, each.TakeWindow()); // may move the array
            ref var slot = ref _nodes[index];
            if (isChild)
            {
                slot.Attempt = open.Attempt;
                slot.FirstDueTicks = open.BegunAt.UtcTicks;
                RestoreChild(index, open.At.UtcTicks);
                RestoreLock(index);
                continue;
            }
            slot.Status = NodeStatus.Waiting;
            slot.Attempt = open.Attempt - 1;
            slot.DueTicks = open.At.UtcTicks;
            slot.FirstDueTicks = open.BegunAt.UtcTicks;
            _waiting++;
            RestoreLock(index);
        }
    }

    /// <summary>Whether elements of it had begun before the run was taken up: then it has, though it is not open yet.</summary>
    private bool HasBegunElements(int index) => _each?[index]?.Known is not null;

    /// <summary>The handoff of an [Each] that has completed, from results that have been read.</summary>
    internal void RestoreResults(int node, ElementSet completed) => CompleteElements(node, completed);

    /// <summary>A stream of which so many items are on record. Before <see cref="FinishRestore"/>.</summary>
    internal void RestoreStream(int node, int received)
    {
        var stream = StreamOf(node);
        stream.Received = stream.Available = stream.InCommit = received;
    }

    /// <summary>An item that is still needed, and has been read.</summary>
    internal void RestoreItem(int node, int item, DateTimeOffset at, int takers) => StreamOf(node).Keep(item, at.UtcTicks, takers);

    /// <summary>Streams that had given items are open again at once: what takes them must not go on before it is open itself.</summary>
    private void ReopenStreams()
    {
        foreach (var definition in Definition.NodeArray)
        {
            if (!definition.IsStream)
                continue;
            var stream = StreamOf(definition.Index);
            if (stream.Received == 0 && _nodes[stream.Node].Status != NodeStatus.Completed)
                continue;
            ref var node = ref _nodes[stream.Node];
            switch (node.Status)
            {
                case NodeStatus.Completed:
                    stream.IsOpen = stream.IsClosed = true;
                    break;
                case NodeStatus.Waiting:
                    SettleOpen(stream);
                    break;
                case NodeStatus.Ready:
                    OpenStream(stream.Node);
                    break;
            }
        }
    }

    /// <summary>What a node failed with before; of an [Each] it may be an element that speaks for it. Called as it was before the crash: records name the round, failures do not.</summary>
    private FailedAttempt FailedBefore(int index, Exception exception) => Definition.NodeArray[index].Each is not null && exception is RecordedFailureException { Recorded: var recorded }
        ? new FailedAttempt(NodeNames.WithoutRound(recorded.Step), recorded.Attempt, exception)
        : new FailedAttempt(Definition.NodeArray[index].Name, _nodes[index].Attempt, exception);

    /// <summary>The streams of which a snapshot has something to say.</summary>
    internal IReadOnlyList<StreamState> StreamsInUse => [.. (_streams ?? []).OfType<StreamState>().Where(s => s.Received > 0 && s.Takers.Any(t => !_nodes[t].IsSettled))];

    internal bool HasStreams => _streams is not null;

    internal NodeKey KeyOfStream(StreamState stream) => KeyOf(stream.Node);
}
