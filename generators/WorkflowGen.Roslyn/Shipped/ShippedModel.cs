using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Shipped;

/// <summary>One version of a workflow as runs under way rely on it: what a file of shipped workflows records, and what the code says now.</summary>
internal sealed record ShippedWorkflow
{
    public required string Name { get; init; }

    public required int Version { get; init; }

    /// <summary>There are no runs of it any more, and need not be a class.</summary>
    public bool Retired { get; init; }

    /// <summary>In the order of the contract.</summary>
    public EquatableArray<ShippedInput> Inputs { get; init; }

    /// <summary>What a run hands back, as a <see cref="ShippedReference"/>; null: nothing.</summary>
    public string? Result { get; init; }

    /// <summary>The nodes whose result that is.</summary>
    public EquatableArray<string> Outputs { get; init; }

    /// <summary>Sorted by name: the order of declaration means nothing.</summary>
    public EquatableArray<ShippedNode> Nodes { get; init; }

    /// <summary>The types that inputs and results reach, sorted by name.</summary>
    public EquatableArray<ShippedType> Types { get; init; }
}

/// <param name="Type">A <see cref="ShippedReference"/>.</param>
/// <param name="Upcast">The method that reads earlier shapes of it, or null.</param>
internal sealed record ShippedInput(string Name, string Type, string? Upcast = null);

internal sealed record ShippedNode
{
    public required string Name { get; init; }

    /// <summary><c>step</c>, <c>finally</c>, <c>stream</c>, <c>signal</c>, <c>signals</c> (a stream of them), <c>delay</c>, <c>child</c> or <c>detached child</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>What it hands over, per element; null: nothing.</summary>
    public string? Result { get; init; }

    /// <summary>Earlier names that its entries may have.</summary>
    public EquatableArray<string> Renamed { get; init; }

    /// <summary>The method that reads earlier shapes of its result, or null.</summary>
    public string? Upcast { get; init; }

    /// <summary>The nodes that have settled before it begins.</summary>
    public EquatableArray<string> After { get; init; }

    /// <summary>Where the values of its parameters come from, in their order: see <see cref="ShippedSources"/>.</summary>
    public EquatableArray<string> Takes { get; init; }

    /// <summary>Its guards, in no order.</summary>
    public EquatableArray<string> When { get; init; }

    /// <summary>What its elements are taken from; none: it runs once.</summary>
    public EquatableArray<string> Each { get; init; }

    public EquatableArray<ShippedJoin> Joins { get; init; }

    public EquatableArray<string> Catches { get; init; }

    /// <summary>The nodes that it cancels; <c>*</c>: the run.</summary>
    public EquatableArray<string> Cancels { get; init; }

    public bool End { get; init; }

    public ShippedLoop? Loop { get; init; }

    public ShippedChild? Child { get; init; }

    public ShippedCompensation? Compensation { get; init; }
}

/// <param name="Stops">The members that are not needed are cancelled.</param>
internal sealed record ShippedJoin(int Need, EquatableArray<string> Of, bool Stops);

/// <param name="Region">The nodes that are repeated, sorted; the node with the loop is one of them.</param>
internal sealed record ShippedLoop(string To, string? While, EquatableArray<string> Region);

internal sealed record ShippedChild(string Workflow, int Version, EquatableArray<string> Inputs);

/// <param name="Takes">The types of what is kept for it, in order.</param>
internal sealed record ShippedCompensation(string Method, EquatableArray<string> Takes);

/// <summary>A type as its values are written.</summary>
internal sealed record ShippedType
{
    /// <summary>A label, by which references find it: runs know nothing of it.</summary>
    public required string Name { get; init; }

    /// <summary>The members of an object, sorted by name.</summary>
    public EquatableArray<ShippedMember> Members { get; init; }

    /// <summary>What members it has no property for are kept in [JsonExtensionData].</summary>
    public bool KeepsOthers { get; init; }

    /// <summary>Of a family: the member that says which case it is; null: it is none.</summary>
    public string? Discriminator { get; init; }

    /// <summary>The cases: what the discriminator says, and the type.</summary>
    public EquatableArray<ShippedCase> Cases { get; init; }

    public ShippedEnumForm Enum { get; init; }

    public EquatableArray<ShippedEnumMember> EnumMembers { get; init; }

    /// <summary>A converter of its own, or null.</summary>
    public string? Converter { get; init; }
}

internal enum ShippedEnumForm
{
    None,
    Numbers,
    Names,
}

/// <param name="Name">As it is written.</param>
/// <param name="Need">Whether reading can do without it.</param>
internal sealed record ShippedMember(string Name, string Type, ShippedNeed Need = ShippedNeed.ByType);

internal enum ShippedNeed
{
    /// <summary>It may be missing if its type is nullable.</summary>
    ByType,

    /// <summary>It has a default.</summary>
    Optional,

    /// <summary>It is nullable, and has to be there.</summary>
    Required,

    /// <summary>It is written only where it is not null or a default.</summary>
    Omitted,

    /// <summary>It is written, and not read.</summary>
    Computed,
}

internal sealed record ShippedCase(string Says, string Type);

/// <param name="Value">Null where it is not known: names are written, and the file has only these.</param>
internal sealed record ShippedEnumMember(string Name, long? Value);
