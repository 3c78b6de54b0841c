using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Shipped;

/// <summary>What <c>workflows.shipped.json</c> says: the versions of workflows of which there may be runs.</summary>
internal sealed record ShippedFile(EquatableArray<ShippedWorkflow> Workflows)
{
    public const string Name = "workflows.shipped.json";

    /// <summary>Of what the file says. A later one that says something else is refused by an earlier reader.</summary>
    public const int Format = 1;

    public static ShippedFile Empty { get; } = new(EquatableArray<ShippedWorkflow>.Empty);

    public ShippedWorkflow? Find(string name, int version)
    {
        foreach (var workflow in Workflows)
        {
            if (workflow.Version == version && workflow.Name == name)
                return workflow;
        }
        return null;
    }

    /// <summary>With another content for one version, or one more.</summary>
    public ShippedFile With(ShippedWorkflow workflow) =>
        new(Workflows.Where(w => w.Name != workflow.Name || w.Version != workflow.Version).Append(workflow).ToEquatableArray());
}
