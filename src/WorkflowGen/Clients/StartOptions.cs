namespace WorkflowGen;

/// <summary>Where and how urgently a run waits for a worker. Said at its start; what is left out is the workflow's, or nothing in particular.</summary>
public sealed record StartOptions
{
    /// <summary>The queue in which it waits: 1 to 128 characters. Null: the one that <see cref="QueueAttribute"/> on the workflow says, or <c>default</c>.</summary>
    public string? Queue { get; init; }

    /// <summary>How urgent it is, from −1,000 to 1,000: runs with a higher number are taken up first. 0 by default.</summary>
    public int Priority { get; init; }

    /// <summary>On whose behalf it runs: among runs of one priority, tenants take turns. At most 128 characters; empty by default.</summary>
    public string Tenant { get; init; } = "";
}
