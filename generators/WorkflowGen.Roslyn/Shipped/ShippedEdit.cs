using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Shipped;

/// <summary>What an edit means for runs of the recorded version. Edits that are safe are none.</summary>
internal enum ShippedEditKind
{
    /// <summary>Runs go on, and meet something that the record does not have.</summary>
    NeedsRecording,

    /// <summary>A run that stands where the text says would be parked, or would misread what was written.</summary>
    Strands,
}

internal enum ShippedPlace
{
    /// <summary>The workflow as a whole.</summary>
    Workflow,

    /// <summary>A node's name.</summary>
    Node,

    /// <summary>What a node hands over.</summary>
    NodeResult,
    Input,
}

/// <summary>An edit of a workflow that has runs.</summary>
/// <param name="Name">Of the node (as it is called now) or input.</param>
/// <param name="Subject">What has changed, as the beginning of a sentence: <c>Step 'Charge'</c>.</param>
/// <param name="Change">From what to what, as its predicate.</param>
/// <param name="Consequence">What runs of the recorded version meet.</param>
internal sealed record ShippedEdit(ShippedEditKind Kind, ShippedPlace Place, string Name, string Subject, string Change, string Consequence)
{
    /// <summary>The name that the node seems to have had, where that would explain it.</summary>
    public string? Earlier { get; init; }

    /// <summary>Other nodes and inputs that the same change reaches.</summary>
    public EquatableArray<string> Others { get; init; }

    /// <summary>It may be the other side of an edit that strands runs, which is told instead.</summary>
    public bool Follows { get; init; }

    /// <summary>The whole of the predicate.</summary>
    public string Told => Others.Count == 0 ? Change : $"{Change} (also {string.Join(", ", Others.Select(o => $"'{o}'"))})";
}
