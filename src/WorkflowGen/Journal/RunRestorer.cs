using System.Text.Json;
using WorkflowGen.Execution;

namespace WorkflowGen.Journal;

/// <summary>Puts a folded run back into an executor: inputs and live handoffs into their fields, nodes into their states. Nothing is run again.</summary>
internal static class RunRestorer
{
    /// <exception cref="JournalException">The run does not fit the definition; the message names the step.</exception>
    public static void Restore(RunFold fold, string runId, WorkflowExecutor executor)
    {
        var definition = executor.Definition;
        var progress = fold.Progress;
        ReadInputs(fold.Inputs, runId, executor);
        List<int>? failed = null;
        for (var i = 0; i < progress.Nodes.Length; i++)
        {
            ref var node = ref progress.Nodes[i];
            if (node.Status is NodeStatus.Pending)
                continue;
            if (node.Status is not NodeStatus.Skipped)
                CheckOrder(progress, runId, definition, i);
            switch (node.Status)
            {
                case NodeStatus.Completed:
                    if (definition.NodeArray[i].HasResult && progress.IsLive(definition, i))
                        ReadHandoff(fold.Payloads[i], runId, executor, i);
                    executor.RestoreCompleted(i, node.Attempt, node.At);
                    break;
                case NodeStatus.Skipped:
                    executor.RestoreSkipped(i, node.At);
                    break;
                case NodeStatus.Waiting:
                    executor.RestoreWaiting(i, node.Attempt, node.At, FirstDueAt(progress, definition, i));
                    break;
                case NodeStatus.Failed:
                    (failed ??= []).Add(i);
                    break;
            }
        }
        if (failed is null)
            return;

        // In the order in which they failed: the first speaks for the run.
        failed.Sort((a, b) => progress.Nodes[a].At.CompareTo(progress.Nodes[b].At));
        foreach (var i in failed)
            executor.RestoreFailed(i, progress.Nodes[i].Attempt, new RecordedFailureException(progress.Nodes[i].Failure!));
    }

    /// <summary>When the node's first attempt was due: as soon as the last of what it depends on had settled.</summary>
    private static DateTimeOffset FirstDueAt(RunProgress progress, WorkflowDefinition definition, int node)
    {
        var due = progress.StartedAt;
        foreach (var dependency in definition.NodeArray[node].DependencyArray)
        {
            if (progress.Nodes[dependency].At > due)
                due = progress.Nodes[dependency].At;
        }
        return due;
    }

    // A step that has begun before what it depends on had settled was not begun by this graph: the definition has changed under the run.
    private static void CheckOrder(RunProgress progress, string runId, WorkflowDefinition definition, int node)
    {
        foreach (var dependency in definition.NodeArray[node].DependencyArray)
        {
            if (!progress.Nodes[dependency].HasSettled)
            {
                throw Misfit(runId, definition, $"its step '{definition.Nodes[node].Name}' has begun already, and now depends on '{definition.Nodes[dependency].Name}', which has not run. Run the build that started it, and release the run");
            }
        }
    }

    /// <exception cref="JournalException">The inputs do not fit.</exception>
    public static void ReadInputs(ReadOnlyMemory<byte> inputs, string runId, WorkflowExecutor executor)
    {
        try
        {
            var reader = Payload.Read(inputs);
            executor.ReadInputs(ref reader);
        }
        catch (Exception exception) when (IsMisfit(exception))
        {
            throw Misfit(runId, executor.Definition, $"its inputs ({string.Join(", ", executor.Definition.Inputs)}) no longer fit their types: {exception.Message}", exception);
        }
    }

    private static void ReadHandoff(ReadOnlyMemory<byte> payload, string runId, WorkflowExecutor executor, int node)
    {
        var name = executor.Definition.Nodes[node].Name;
        if (payload.IsEmpty)
            throw Misfit(runId, executor.Definition, $"the handoff of its step '{name}' is needed, and there is none: it handed nothing over when it ran, or nothing needed it any more");
        try
        {
            var reader = Payload.Read(payload);
            executor.ReadHandoff(node, ref reader);
        }
        catch (Exception exception) when (IsMisfit(exception))
        {
            throw Misfit(runId, executor.Definition, $"the handoff of its step '{name}' no longer fits its type: {exception.Message}", exception);
        }
    }

    // What a deserialiser, a converter or a constructor that it calls may throw over a value.
    private static bool IsMisfit(Exception exception) => exception is not (OutOfMemoryException or OperationCanceledException);

    private static JournalException Misfit(string runId, WorkflowDefinition definition, string what, Exception? inner = null) =>
        new(JournalFailure.DefinitionChanged, $"Run '{runId}' of workflow '{definition}' cannot be resumed: {what}{(what.EndsWith('.') ? "" : ".")}", inner);
}
