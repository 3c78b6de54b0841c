using WorkflowGen.Execution;

namespace WorkflowGen.Journal;

// Children that were given up: told to end, and not known to have ended.
internal sealed partial class RunProgress
{
    private HashSet<LeftChild>? _left;

    /// <summary>Children that are still on their way to their end, and that a run which fails or is cancelled awaits.</summary>
    public IReadOnlyCollection<LeftChild> Left => _left ?? (IReadOnlyCollection<LeftChild>)[];

    public void ChildLeft(NodeKey key, int attempt)
    {
        if (HasEnded || attempt < 1 || !(_left ??= []).Add(new LeftChild(key, attempt)))
            throw Refused("gives up its child", key.Node);
    }

    public void ChildEnded(NodeKey key, int attempt)
    {
        if (HasEnded || _left?.Remove(new LeftChild(key, attempt)) != true)
            throw Refused("is told of the end of a child that it gave up", key.Node);
    }
}
