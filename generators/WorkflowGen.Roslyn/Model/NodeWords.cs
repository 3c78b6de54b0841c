namespace WorkflowGen.Roslyn.Model;

/// <summary>What messages call a node.</summary>
internal static class NodeWords
{
    public static string Of(NodeKindModel kind) => kind switch
    {
        NodeKindModel.Signal => "signal",
        NodeKindModel.Delay => "delay",
        NodeKindModel.Child => "child",
        _ => "step",
    };
}
