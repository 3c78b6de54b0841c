using WorkflowGen.Execution;
using WorkflowGen.Journal;
using WorkflowGen.Storage;

namespace WorkflowGen.Hosting;

// Where the run waits, and for whom. What it starts inherits that.
internal sealed partial class RunActivation
{
    private string _queue = RunHead.DefaultQueue;
    private int _priority;
    private string _tenant = "";

    LeaseKey? IRunJournal.Lease => Lease;

    /// <summary>The queue of its start.</summary>
    private string OwnQueue => _progress?.OwnQueue ?? _queue;

    string IRunJournal.PlaceOf(NodeKey key, int attempt) => ChildMessages.Place(_workflow.Nodes.Text(key), attempt);

    bool IRunJournal.IsElsewhere(string? queue) => !_engine.Serves(queue ?? OwnQueue);

    void IRunJournal.Moved(string? queue, DateTimeOffset at)
    {
        var own = OwnQueue;
        var target = queue ?? own;
        _progress!.OwnQueue = own;
        var start = _gathering.Buffer.Length;
        Add(start, JournalEncoder.RunMoved(_gathering.Buffer, at, own, target));
        _gathering.Head = new HeadChange { Status = RunStatus.Pending, At = at, WakeAt = at, Queue = target };
    }

    /// <summary>What is started on behalf of the run.</summary>
    private NewRun Inherit(NewRun run, WorkflowDefinition definition) => run with { Queue = definition.Queue ?? OwnQueue, Priority = _priority, Tenant = _tenant };

    private void TakeLane(string queue, int priority, string tenant) => (_queue, _priority, _tenant) = (queue, priority, tenant);
}
