using WorkflowGen.Execution;

namespace WorkflowGen.Journal;

// Code that has changed under the run.
internal sealed partial class RunProgress
{
    /// <summary>The shape that the latest records are written in.</summary>
    public string LatestShape { get; set; } = "";

    /// <summary>What is from before the latest shape.</summary>
    public RecordedShapes Shapes { get; set; } = new();

    /// <summary>Children that were started when their step had another name, with what they were called: their ids follow from that.</summary>
    public Dictionary<LeftChild, string>? FormerNames { get; set; }

    /// <summary>What a child's id follows from.</summary>
    public string ChildPlace(NodeKey key, int attempt, NodeNames names) => FormerNames?.GetValueOrDefault(new LeftChild(key, attempt)) ?? names.Text(key);
}
