using System.Buffers;
using System.Text;
using System.Text.Json;
using WorkflowGen.Execution;
using WorkflowGen.Storage;

namespace WorkflowGen.Journal;

/// <summary>What a run waits for, worked out from its journal without running it: what has begun and not ended, and what nothing that comes before it holds back any more.</summary>
internal static class RunWaits
{
    /// <exception cref="JournalException">The journal cannot be read.</exception>
    public static IReadOnlyList<RunWait> Of(StoredRun run, WorkflowDefinition definition)
    {
        // What is Pending has not begun, and what is over has nothing to wait for.
        if (run.Head.Status.IsTerminal() || run.Head.Status == RunStatus.Pending || run.Head.Version != definition.Version)
            return [];
        var names = new NodeNames(definition);
        var fold = RunFold.Of(run, definition, names);
        var children = Children(run.Head.RunId, fold.Progress, definition, names);
        if (fold.Progress.ClosingOrNull?.Status is not null)
            return [.. children];
        var isFailing = definition.NodeArray.Any(n => !n.IsCaught && fold.Progress.Nodes[n.Index].Status == NodeStatus.Failed);
        var isChildAtItsEnd = run.Head.Parent is not null && definition.NodeArray.All(n => n.IsBackground || n.IsFinally || fold.Progress.Nodes[n.Index].HasSettled);
        if (isFailing || isChildAtItsEnd || fold.Progress.CancelRequestedAt is not null)
            children = children.Concat(Left(run.Head.RunId, fold.Progress, names));
        if ((isFailing && definition.FailFast) || fold.Progress.CancelRequestedAt is not null)
            return [.. children];
        return [.. definition.NodeArray.Select(n => OfNode(n, run, fold, definition)).OfType<RunWait>(), .. children];
    }

    private static RunWait? OfNode(NodeDefinition node, StoredRun run, RunFold fold, WorkflowDefinition definition)
    {
        var progress = fold.Progress;
        ref var state = ref progress.Nodes[node.Index];
        if (state.Status == NodeStatus.Waiting)
            return new RunWait(node.Name, RunWaitKind.Timer) { DueAt = state.At };
        if (state.Status != NodeStatus.Pending || !HasItsTurn(node, progress))
            return null;

        var since = Since(node, progress);
        switch (node.Kind)
        {
            case NodeKind.Signal when IsWanted(node, progress):
                var signal = node.Signal!;
                return new RunWait(node.Name, signal.Title is null ? RunWaitKind.Signal : RunWaitKind.HumanTask)
                {
                    DueAt = since + signal.Timeout,
                    Title = signal.Title,
                    Shown = signal.Title is null ? null : Shown(signal, fold),
                    ValueType = node.ResultType,
                };
            case NodeKind.Delay:
                return new RunWait(node.Name, RunWaitKind.Timer) { DueAt = node.Delay is { } fixedDelay ? since + fixedDelay : run.Head.WakeAt };
            case NodeKind.Step when node.Delay is { } delay:
                return new RunWait(node.Name, RunWaitKind.Timer) { DueAt = since + delay };
            default:
                return null;
        }
    }

    private static IEnumerable<RunWait> Children(string runId, RunProgress progress, WorkflowDefinition definition, NodeNames names)
    {
        foreach (var node in definition.NodeArray)
        {
            if (node.Child is not { Detached: false })
                continue;
            var state = progress.Nodes[node.Index];
            if (state.AwaitsChild)
                yield return Child(runId, progress, names, new NodeKey(node.Index, state.Round), state.Attempt);
            if (!progress.Elements.TryGetValue(node.Index, out var elements))
                continue;
            foreach (var (element, open) in elements.Open.OrderBy(static o => o.Key))
            {
                if (open.Status == NodeStatus.Running)
                    yield return Child(runId, progress, names, new NodeKey(node.Index, state.Round, element), open.Attempt);
            }
        }
    }

    /// <summary>Children that were given up: awaited when the run has failed or is cancelled, and at the end of one that is a child itself; not before.</summary>
    private static IEnumerable<RunWait> Left(string runId, RunProgress progress, NodeNames names) =>
        progress.Left.OrderBy(static l => (l.Key.Node, l.Key.Round, l.Key.Element, l.Attempt)).Select(l => Child(runId, progress, names, l.Key, l.Attempt));

    private static RunWait Child(string runId, RunProgress progress, NodeNames names, NodeKey key, int attempt) =>
        new(names.Text(key), RunWaitKind.Child) { ChildId = ChildIds.Of(runId, progress.ChildPlace(key, attempt, names), attempt) };

    /// <summary>Whether all that comes before it has settled so that it is not skipped. Its guard is not asked: where that says no, the run skips it at once.</summary>
    private static bool HasItsTurn(NodeDefinition node, RunProgress progress)
    {
        if (node.DependencyArray.Any(d => !progress.Nodes[d].HasSettled) || node.RequiredArray.Any(d => progress.Nodes[d].Status != NodeStatus.Completed))
            return false;
        if (node.ClosedBy >= 0 && progress.Nodes[node.ClosedBy].Status == NodeStatus.Completed)
            return false;
        return node.Joins.All(j => j.Members.Count(m => progress.Nodes[m].Status == NodeStatus.Completed) >= j.Need || (!j.Required && j.Members.All(m => progress.Nodes[m].HasSettled)));
    }

    /// <summary>A signal that only cancels others is not waited for; a stream is, while somebody takes it.</summary>
    private static bool IsWanted(NodeDefinition node, RunProgress progress) =>
        node.Signal!.IsStream ? node.TakenBy.Any(t => !progress.Nodes[t].HasSettled) : !node.IsBackground;

    private static DateTimeOffset Since(NodeDefinition node, RunProgress progress) =>
        node.DependencyArray.Concat(node.Joins.SelectMany(static j => j.Members)).Where(d => progress.Nodes[d].HasSettled).Select(d => progress.Nodes[d].At).Append(progress.StartedAt).Max();

    private static string Shown(SignalDefinition signal, RunFold fold)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var shown in signal.Shown)
            {
                writer.WritePropertyName(shown.Name);
                var value = shown.Node >= 0 ? fold.Payloads[shown.Node] : shown.Input >= 0 ? Input(fold.Inputs, shown.Input) : default;
                if (value.IsEmpty)
                    writer.WriteNullValue();
                else
                    writer.WriteRawValue(value.Span, skipInputValidation: true);
            }
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static ReadOnlyMemory<byte> Input(ReadOnlyMemory<byte> inputs, int index)
    {
        using var document = JsonDocument.Parse(inputs, new JsonDocumentOptions { MaxDepth = 1000 });
        return document.RootElement.ValueKind == JsonValueKind.Array && index < document.RootElement.GetArrayLength()
            ? Encoding.UTF8.GetBytes(document.RootElement[index].GetRawText())
            : default;
    }
}
