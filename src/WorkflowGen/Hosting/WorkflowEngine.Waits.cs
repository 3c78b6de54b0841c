using WorkflowGen.Execution;
using WorkflowGen.Journal;
using WorkflowGen.Storage;

namespace WorkflowGen.Hosting;

// What runs wait for, for those who look at them.
public sealed partial class WorkflowEngine
{
    internal async ValueTask<IReadOnlyList<RunWait>> ReadHumanTasksAsync(RunHead head, CancellationToken cancellationToken)
    {
        if (head.Status.IsTerminal()
            || !_workflows.TryGetValue(new WorkflowKey(head.Workflow, head.Version), out var workflow)
            || !workflow.Definition.NodeArray.Any(static n => n.Signal?.Title is not null))
        {
            return [];
        }
        var stored = await Store.LoadAsync(head.RunId, cancellationToken).ConfigureAwait(false);
        return stored is null ? [] : [.. WaitsOf(stored, workflow.Definition).Where(static w => w.Kind == RunWaitKind.HumanTask)];
    }

    private async ValueTask<IReadOnlyList<RunWait>> ReadWaitsAsync(StoredRun stored, WorkflowDefinition definition, CancellationToken cancellationToken)
    {
        var waits = WaitsOf(stored, definition).ToArray();
        for (var i = 0; i < waits.Length; i++)
        {
            if (waits[i].ChildId is not { } id || await Store.GetAsync(id, cancellationToken).ConfigureAwait(false) is not { } child)
                continue;
            waits[i] = waits[i] with { ChildStatus = child.Status, ChildReason = child.Status == RunStatus.Parked ? child.Reason : null };
        }
        return waits;
    }

    private static IReadOnlyList<RunWait> WaitsOf(StoredRun stored, WorkflowDefinition definition)
    {
        try
        {
            return RunWaits.Of(stored, definition);
        }
        catch (JournalException)
        {
            return []; // a run whose journal this build cannot read is parked, and says so
        }
    }
}
