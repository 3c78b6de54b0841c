using WorkflowGen.Execution;

namespace WorkflowGen.Journal;

// Elements of [Each] nodes, and streams.
internal sealed partial class RunProgress
{
    private readonly Dictionary<int, ElementProgress> _elements = [];

    /// <summary>The [Each] nodes of which an element has begun and which have not completed.</summary>
    public IReadOnlyDictionary<int, ElementProgress> Elements => _elements;

    /// <summary>The progress of a node's elements, to be changed.</summary>
    public ElementProgress ElementsOf(int node)
    {
        if (!_elements.TryGetValue(node, out var elements))
            _elements.Add(node, elements = new ElementProgress());
        return elements;
    }

    /// <summary>The stream gives no more. It has settled, as others see it: nothing that it takes is needed any more.</summary>
    public void StreamClosed(NodeKey key, DateTimeOffset at)
    {
        if (HasEnded || Nodes[key.Node].HasSettled)
            throw Refused("is closed", key.Node);
        Settle(key.Node, NodeStatus.Completed, Math.Max(1, Nodes[key.Node].Attempt), at);
    }

    /// <summary>Whether the node's handoff is an element of one that has not settled.</summary>
    private bool IsNeededByElements(WorkflowDefinition definition, int node)
    {
        foreach (var taker in definition.NodeArray[node].ArrivesAt)
        {
            if (!Nodes[taker].HasSettled)
                return true;
        }
        return false;
    }

    private void ElementStarted(NodeKey key, int attempt, DateTimeOffset at)
    {
        var elements = OpenElement(key, attempt, "starts");
        elements.Open[key.Element] = new OpenElement(NodeStatus.Running, attempt, at, BegunAt(elements, key, at));
    }

    private void ElementCompleted(NodeKey key, int attempt)
    {
        var elements = OpenElement(key, attempt, "completes");
        elements.Open.Remove(key.Element);
        Reported.Remove(key);
        elements.Completed.Add(key.Element);
    }

    private void ElementCancelled(NodeKey key)
    {
        var elements = OpenElement(key, int.MaxValue, "is cancelled");
        elements.Open.Remove(key.Element);
        Reported.Remove(key);
        elements.Cancelled.Add(key.Element);
    }

    private void ElementFailed(NodeKey key, int attempt, DateTimeOffset startedAt, DateTimeOffset? retryAt, StepFailure failure)
    {
        var elements = OpenElement(key, attempt, "fails");
        if (retryAt is { } due)
        {
            elements.Open[key.Element] = new OpenElement(NodeStatus.Waiting, attempt + 1, due, BegunAt(elements, key, startedAt));
            return;
        }
        elements.Open.Remove(key.Element);
        Reported.Remove(key);
        elements.Failed.Add(key.Element);
        elements.LastFailure = failure;
    }

    private static DateTimeOffset BegunAt(ElementProgress elements, NodeKey key, DateTimeOffset startedAt) =>
        elements.Open.TryGetValue(key.Element, out var open) ? open.BegunAt : startedAt;

    private ElementProgress OpenElement(NodeKey key, int attempt, string what)
    {
        CheckRound(key, what);
        var elements = ElementsOf(key.Node);
        // The node may have failed meanwhile: what was under way is told to stop, and how it ends is taken in.
        if (HasEnded || attempt < 1 || Nodes[key.Node].Status == NodeStatus.Completed || elements.HasSettled(key.Element)
            || (elements.Open.TryGetValue(key.Element, out var open) && attempt < open.Attempt))
        {
            throw new JournalException(
                JournalFailure.Corrupt,
                $"By the journal element {key.Element} of node {key.Node} {what}, which cannot be: {(HasEnded ? "the run has ended" : "it, or the node, has settled, or is at a later attempt")}.");
        }
        return elements;
    }
}
