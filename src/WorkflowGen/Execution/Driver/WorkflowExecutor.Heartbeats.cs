namespace WorkflowGen.Execution;

// [Heartbeat]: a sign of life only leaves a timestamp and what it says behind, on the step's thread. The driver looks at them when something happens anyway: when a commit begins, which then carries the latest
// progress along; when the attempt fails; and when its clock rings. The clock rings once the interval has passed since the last sign of life that it knew of. If there was another, that is when progress is committed
// for its own sake. So in a long attempt that nothing else commits beside, at most about one interval's worth of work is done again after a crash, for about one commit per interval, however often the step reports; and
// since the author says by the interval how long a silence is bearable, that is a loss of the size they have agreed to.
public abstract partial class WorkflowExecutor
{
    private readonly bool _hasPulses;
    private bool _progressDue;
    private Dictionary<NodeKey, ReadOnlyMemory<byte>>? _restoredProgress;

    /// <summary>What an attempt that did not succeed had reported. Before <see cref="DriveAsync"/>.</summary>
    internal void RestoreProgress(NodeKey key, ReadOnlyMemory<byte> progress) => (_restoredProgress ??= [])[key] = progress;

    private void BeginPulse(int index)
    {
        ref var node = ref _nodes[index];
        var key = KeyOf(index);
        ReadOnlyMemory<byte> before = default;
        if (node.Pulse is { } last && last.Key == key)
            before = last.Progress;
        else
            _restoredProgress?.Remove(key, out before);
        node.Pulse = new AttemptPulse(_time, DefinitionOf(index).Name, key, before, _journal?.MaxProgressBytes ?? int.MaxValue);
    }

    /// <summary>Records what running attempts have reported since the last time.</summary>
    private void RecordProgress()
    {
        for (var i = 0; i < _nodes.Length; i++)
        {
            if (_nodes[i].Status == NodeStatus.Running)
                RecordProgress(i);
        }
    }

    /// <summary>False: there is nothing new.</summary>
    private bool RecordProgress(int index)
    {
        if (_journal is null || _nodes[index].Pulse?.TakeUnrecorded() is not { } progress)
            return false;
        _journal.Heartbeat(KeyOf(index), _nodes[index].Attempt, progress);
        return true;
    }

    private TimeoutException Silence(int index) =>
        new($"Step '{NameOf(index)}' was silent for longer than its heartbeat of {Durations.Format(DefinitionOf(index).Heartbeat ?? default)} in attempt {_nodes[index].Attempt}.");
}
