using WorkflowGen.Execution;

namespace WorkflowGen.Journal;

/// <summary>Puts elements of [Each] nodes and items of streams back into an executor.</summary>
internal static class ElementRestorer
{
    /// <exception cref="JournalException">A result or an item no longer fits its type.</exception>
    public static void Restore(RunFold fold, string runId, WorkflowExecutor executor)
    {
        foreach (var (node, elements) in fold.Progress.Elements)
        {
            if (fold.Progress.Nodes[node].HasSettled)
                continue;
            if (executor.Definition.NodeArray[node].Each is null)
                throw RunRestorer.Misfit(runId, executor.Definition, $"its step '{executor.Definition.Nodes[node].Name}' has run for elements, and is no [Each] now. Run a build in which it is, and release the run");
            RunRestorer.CheckOrder(fold.Progress, runId, executor.Definition, node);
            ReadResults(fold, runId, executor, node, elements.Completed);
            executor.RestoreElements(node, elements);
        }
        foreach (var (node, items) in fold.Items)
        {
            if (!executor.Definition.NodeArray[node].IsStream)
                throw RunRestorer.Misfit(runId, executor.Definition, $"its step '{executor.Definition.Nodes[node].Name}' has given items, and is no stream now. Run a build in which it is, and release the run");
            executor.RestoreStream(node, items.Received);
            foreach (var (item, kept) in items.Kept)
            {
                var takers = Takers(fold.Progress, executor.Definition.NodeArray[node], item);
                if (takers == 0)
                    continue;
                ReadItem(fold, runId, executor, node, item, kept.Payload);
                executor.RestoreItem(node, item, kept.At, takers);
            }
        }
    }

    /// <summary>The handoff of a node that has completed, and whose dependents have not settled.</summary>
    public static void ReadResults(RunFold fold, string runId, WorkflowExecutor executor, int node)
    {
        var completed = fold.CompletedOf(node);
        ReadResults(fold, runId, executor, node, completed);
        executor.RestoreResults(node, completed);
    }

    private static void ReadResults(RunFold fold, string runId, WorkflowExecutor executor, int node, ElementSet completed)
    {
        if (!executor.Definition.NodeArray[node].HasResult)
            return;
        foreach (var element in completed)
        {
            var payload = fold.ResultOf(node, element);
            if (payload.IsEmpty)
                throw RunRestorer.Misfit(runId, executor.Definition, $"the result of '{executor.Definition.Nodes[node].Name}[{element}]' is needed, and there is none: it handed nothing over when it ran. Run a build that can do without, and release the run");
            try
            {
                using var reading = EarlierValue.Reading(fold.IsEarlierValue(node, element));
                var reader = Payload.Read(payload);
                executor.ReadElement(node, element, ref reader);
            }
            catch (Exception exception) when (RunRestorer.IsMisfit(exception))
            {
                throw RunRestorer.Misfit(runId, executor.Definition, $"the result of '{executor.Definition.Nodes[node].Name}[{element}]' no longer fits its type: {exception.Message} Run a build that reads it (an upcaster can: [Upcast]), and release the run", exception);
            }
        }
    }

    private static void ReadItem(RunFold fold, string runId, WorkflowExecutor executor, int node, int item, ReadOnlyMemory<byte> payload)
    {
        try
        {
            using var reading = EarlierValue.Reading(fold.IsEarlierValue(node, item));
            var reader = Payload.Read(payload);
            executor.ReadItem(node, item, ref reader);
        }
        catch (Exception exception) when (RunRestorer.IsMisfit(exception))
        {
            throw RunRestorer.Misfit(runId, executor.Definition, $"item {item} of the stream '{executor.Definition.Nodes[node].Name}' no longer fits its type: {exception.Message} Run a build that reads it (an upcaster can: [Upcast]), and release the run", exception);
        }
    }

    /// <summary>How many nodes still need an item: those of which neither the node nor the element has settled.</summary>
    private static int Takers(RunProgress progress, NodeDefinition stream, int item)
    {
        var takers = 0;
        foreach (var taker in stream.TakenBy)
        {
            if (!progress.Nodes[taker].HasSettled && !(progress.Elements.TryGetValue(taker, out var elements) && elements.HasSettled(item)))
                takers++;
        }
        return takers;
    }
}
