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
        if (progress.ClosingOrNull?.Undoes is not null)
        {
            RestoreClosing(fold, runId, executor);
            return;
        }
        using (EarlierValue.Reading(fold.HasEarlierInputs))
            ReadInputs(fold.Inputs, runId, executor);
        if (progress.Loops is not null)
            RestoreLoops(fold, runId, executor);
        foreach (var (key, reported) in progress.Reported)
            executor.RestoreProgress(key, reported);
        foreach (var left in progress.Left)
            executor.RestoreLeft(left);
        for (var i = 0; i < progress.Nodes.Length; i++)
        {
            if (progress.Nodes[i].Status != NodeStatus.Pending)
                RestoreNode(fold, runId, executor, i);
        }
        ElementRestorer.Restore(fold, runId, executor);
        executor.FinishRestore();
        if (progress.ClosingOrNull is not null)
            RestoreClosing(fold, runId, executor);
    }

    private static void RestoreClosing(RunFold fold, string runId, WorkflowExecutor executor)
    {
        var closing = fold.Progress.Closing;
        foreach (var armed in closing.Armed)
            executor.RestoreArmed(new ArmedCompensation(armed.Key, armed.Attempt, armed.Ordinal, ReadCaptured(fold, armed, runId, executor)), closing.NextOrdinal);
        if (closing.Undoes is not null)
            executor.RestoreUndo(closing.Attempts, closing.RetryAt ?? closing.ReadyAt, closing.ReadyAt);
        else if (closing.Status is { } status)
            executor.RestoreClosing(status, closing.Attempts, closing.RetryAt ?? closing.ReadyAt, closing.ReadyAt);
    }

    private static object? ReadCaptured(RunFold fold, in ArmedProgress armed, string runId, WorkflowExecutor executor)
    {
        if (armed.Payload.IsEmpty)
            return null;
        var step = executor.Definition.Nodes[armed.Key.Node];
        if (step.Compensation is null)
            throw Misfit(runId, executor.Definition, $"its step '{step.Name}' has completed and is to be undone, and now has no compensation. Run a build that has it, and release the run");
        try
        {
            using var reading = EarlierValue.Reading(fold.IsEarlierCompensation(armed.Ordinal));
            var reader = Payload.Read(armed.Payload);
            return executor.ReadCompensation(armed.Key.Node, ref reader);
        }
        catch (Exception exception) when (IsMisfit(exception))
        {
            throw Misfit(runId, executor.Definition, $"what was recorded for compensation '{step.Compensation.Name}' of its step '{step.Name}' no longer fits: {exception.Message} Run a build that reads it, and release the run", exception);
        }
    }

    private static void RestoreNode(RunFold fold, string runId, WorkflowExecutor executor, int index)
    {
        var definition = executor.Definition;
        ref var node = ref fold.Progress.Nodes[index];
        if (node.Status is not (NodeStatus.Skipped or NodeStatus.Cancelled))
            CheckOrder(fold.Progress, runId, definition, index);
        switch (node.Status)
        {
            case NodeStatus.Waiting:
                executor.RestoreNode(index, node.Status, node.Attempt - 1, node.At, node.Round, 0);
                return;
            case NodeStatus.Running when !node.AwaitsChild:
                executor.RestoreNode(index, NodeStatus.Stopped, node.Attempt, node.At, node.Round, 0);
                return;
            case NodeStatus.Completed when definition.NodeArray[index].IsStream:
                break; // it has no handoff of its own, but items
            case NodeStatus.Completed when definition.NodeArray[index] is { HasResult: true, Each: not null } && fold.Payloads[index].IsEmpty && fold.Progress.IsLive(definition, index):
                ElementRestorer.ReadResults(fold, runId, executor, index);
                break;
            case NodeStatus.Completed when definition.NodeArray[index].HasResult && fold.Progress.IsLive(definition, index):
                ReadHandoff(fold, fold.Payloads[index], runId, executor, index);
                break;
        }
        executor.RestoreNode(index, node.Status, node.Attempt, node.At, node.Round, node.Order, FailureOf(fold.Progress, index) is { } failure ? new RecordedFailureException(failure) : null);
    }

    /// <summary>Of an [Each], the element speaks that its node failed with.</summary>
    private static StepFailure? FailureOf(RunProgress progress, int node) => progress.Nodes[node].Failure is { } failure
        ? progress.Elements.TryGetValue(node, out var elements) && elements.LastFailure is { } last && last.Message == failure.Message ? last : failure
        : null;

    // A step that has begun before what it depends on had settled was not begun by this graph: the definition has changed under the run.
    internal static void CheckOrder(RunProgress progress, string runId, WorkflowDefinition definition, int node)
    {
        if (definition.NodeArray[node].IsFinally)
            return; // runs whatever has become of the others
        foreach (var dependency in definition.NodeArray[node].DependencyArray)
        {
            if (!HasArrived(dependency))
                throw TooEarly(dependency);
        }
        foreach (var join in definition.NodeArray[node].JoinArray)
        {
            if (join.MemberArray.Count(m => progress.Nodes[m].Status == NodeStatus.Completed) < join.Need && join.MemberArray.FirstOrDefault(m => !HasArrived(m), -1) is >= 0 and var missing)
                throw TooEarly(missing);
        }

        // A stream has settled, to those that take it, when it is open: that is not on record.
        bool HasArrived(int dependency) => definition.NodeArray[dependency].IsStream || progress.Nodes[dependency].HasSettled || progress.Loops?.IsHeld(dependency, node) == true;

        JournalException TooEarly(int dependency) => Misfit(runId, definition, $"its step '{definition.Nodes[node].Name}' has begun already, and now depends on '{definition.Nodes[dependency].Name}', which has not run. Run the build that started it, and release the run");
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
            throw Misfit(runId, executor.Definition, $"its inputs ({string.Join(", ", executor.Definition.Inputs)}) no longer fit their types: {exception.Message} Run a build that reads them (an upcaster can: [Upcast]), and release the run", exception);
        }
    }

    private static void RestoreLoops(RunFold fold, string runId, WorkflowExecutor executor)
    {
        var definition = executor.Definition;
        var progress = fold.Progress;
        for (var i = 0; i < progress.Nodes.Length; i++)
            executor.RestoreRound(i, progress.Nodes[i].Round, new DateTimeOffset(progress.Loops!.BeganTicks[i], TimeSpan.Zero));
        for (var i = 0; i < progress.Loops!.Counts.Length; i++)
            executor.RestoreLoop(i, progress.Loops.Counts[i], progress.Loops.IsOver[i]);
        for (var i = 0; i < fold.PreviousPayloads.Length; i++)
        {
            if (progress.IsPreviousLive(definition, i))
                ReadHandoff(fold, fold.PreviousPayloads[i], runId, executor, definition.Nodes.Count + i);
        }
    }

    /// <param name="node">A node, or the number of nodes and the place of one of <see cref="WorkflowDefinition.Previous"/>.</param>
    private static void ReadHandoff(RunFold fold, ReadOnlyMemory<byte> payload, string runId, WorkflowExecutor executor, int node)
    {
        var name = executor.Definition.NameOfHandoff(node);
        if (payload.IsEmpty)
            throw Misfit(runId, executor.Definition, $"the handoff of its step '{name}' is needed, and there is none: it handed nothing over when it ran, or nothing needed it any more. Run a build that can do without, and release the run");
        try
        {
            using var reading = EarlierValue.Reading(fold.IsEarlierValue(node));
            var reader = Payload.Read(payload);
            executor.ReadHandoff(node, ref reader);
        }
        catch (Exception exception) when (IsMisfit(exception))
        {
            throw Misfit(runId, executor.Definition, $"the handoff of its step '{name}' no longer fits its type: {exception.Message} Run a build that reads it (an upcaster can: [Upcast]), and release the run", exception);
        }
    }

    // What a deserialiser, a converter or a constructor that it calls may throw over a value.
    internal static bool IsMisfit(Exception exception) => exception is not (OutOfMemoryException or OperationCanceledException);

    internal static JournalException Misfit(string runId, WorkflowDefinition definition, string what, Exception? inner = null) =>
        new(JournalFailure.DefinitionChanged, $"Run '{runId}' of workflow '{definition}' cannot be resumed: {what}{(what.EndsWith('.') ? "" : ".")}", inner);
}
