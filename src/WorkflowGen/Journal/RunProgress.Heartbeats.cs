using WorkflowGen.Execution;

namespace WorkflowGen.Journal;

// What attempts have reported that have not succeeded: the latest of each.
internal sealed partial class RunProgress
{
    public Dictionary<NodeKey, ReadOnlyMemory<byte>> Reported { get; } = [];

    public void Reports(NodeKey key, int attempt, ReadOnlyMemory<byte> progress)
    {
        CheckRound(key, "reports");
        if (HasEnded || attempt < 1)
            throw Refused("reports", key.Node);
        Reported[key] = progress;
    }

    // Its attempts and those of its elements: none is tried again.
    private void Forget(int node)
    {
        if (Reported.Count == 0)
            return;
        foreach (var key in Reported.Keys.Where(k => k.Node == node).ToList())
            Reported.Remove(key);
    }

    private void Forget(LoopDefinition loop)
    {
        if (Reported.Count == 0)
            return;
        foreach (var key in Reported.Keys.Where(k => LoopPlan.Contains(loop, k.Node)).ToList())
            Reported.Remove(key);
    }
}
