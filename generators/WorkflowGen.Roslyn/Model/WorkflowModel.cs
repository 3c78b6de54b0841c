namespace WorkflowGen.Roslyn.Model;

/// <summary>
/// One workflow as its author wrote it: everything that validation, binding and emission need, and nothing of Roslyn
/// (no symbol, syntax, location or compilation), so that the pipeline can compare two of them by value.
/// </summary>
internal sealed record WorkflowModel
{
    /// <summary>The namespace, or an empty string for the global one.</summary>
    public required string Namespace { get; init; }

    /// <summary>The types the class is nested in, outermost first.</summary>
    public EquatableArray<ContainingTypeModel> ContainingTypes { get; init; }

    /// <summary>The class's identifier, escaped with @ where it is a keyword.</summary>
    public required string TypeName { get; init; }

    /// <summary><c>class</c> or <c>record</c>.</summary>
    public required string TypeKeyword { get; init; }

    /// <summary>Empty, or <c>&lt;T, U&gt;</c>: an error, but what is emitted has to name them.</summary>
    public string TypeParameters { get; init; } = "";

    /// <summary>How the class itself is declared, whatever the types around it: <c>public</c>, <c>internal</c>, <c>private</c>… Its client is declared alike.</summary>
    public required string Accessibility { get; init; }

    /// <summary>The workflow's stable name: the attribute's argument, or the class's name where it gives none.</summary>
    public required string Name { get; init; }

    public required int Version { get; init; }

    /// <summary>The user's JsonSerializerContext as <c>global::…</c>, or null: handoffs are serialised by reflection.</summary>
    public string? JsonContext { get; init; }

    /// <summary>The contract, or null where it is missing or of another form.</summary>
    public RunMethodModel? Run { get; init; }

    /// <summary>Declarations of RunAsync that are of another form and lack a body, as C# without it: an error, but the compiler asks for the body as well.</summary>
    public EquatableArray<string> UnfitRuns { get; init; }

    public EquatableArray<InputModel> Inputs { get; init; }

    /// <summary>The steps in the order of declaration (files of a partial class in ordinal order of their paths). The index is the node's.</summary>
    public EquatableArray<StepModel> Steps { get; init; }

    public EquatableArray<GuardModel> Guards { get; init; }

    /// <summary>The services that the constructor asks for, in order.</summary>
    public EquatableArray<ServiceModel> Services { get; init; }

    /// <summary>Names that generated members would like to have, and that members of the class (or its bases) or types beside it have already; ordinally sorted.</summary>
    public EquatableArray<string> TakenNames { get; init; }

    /// <summary>What the parser found wrong. The graph adds its own.</summary>
    public EquatableArray<Finding> Findings { get; init; }

    /// <summary>
    /// Part of it could not be read: a type that does not exist (the compiler says so itself) or a construct that this version does not execute. No more is said about
    /// what depends on it.
    /// </summary>
    public bool IsIncomplete { get; init; }
}

/// <summary>A type around the workflow: <c>partial class Outer</c>.</summary>
internal sealed record ContainingTypeModel(string Keyword, string Name, string TypeParameters);

/// <summary>The declaration <c>public partial ValueTask&lt;TOut&gt; RunAsync(TIn…, CancellationToken)</c>.</summary>
/// <param name="Modifiers">What stands before <c>partial</c>, as written: <c>public</c>.</param>
/// <param name="Result">TOut, or null for a run that returns nothing.</param>
/// <param name="CancellationToken">The token parameter's name, or null where it has none.</param>
/// <param name="TokenPosition">Before which input the token stands; their count where it is last.</param>
internal sealed record RunMethodModel(string Modifiers, TypeModel? Result, string? CancellationToken, int TokenPosition);

/// <summary>A parameter of RunAsync other than the token.</summary>
internal sealed record InputModel(string Name, TypeModel Type);

/// <summary>A parameter of the workflow's constructor, taken from the container.</summary>
/// <param name="Key">The C# literal of a <c>[FromKeyedServices(key)]</c> argument, or null.</param>
internal sealed record ServiceModel(string Name, TypeModel Type, string? Key);

/// <summary>A type as generated code and messages need it.</summary>
/// <param name="FullName">With <c>global::</c>, type arguments and <c>?</c> on nullable reference and value types.</param>
/// <param name="DisplayName">As a user would write it: <c>IReadOnlyList&lt;Payment&gt;?</c>.</param>
/// <param name="IsValueType">A struct, Nullable&lt;T&gt; included.</param>
/// <param name="MayBeNull">Nullable&lt;T&gt;, or a reference type annotated with <c>?</c> (an oblivious one is not).</param>
internal sealed record TypeModel(string FullName, string DisplayName, bool IsValueType, bool MayBeNull);

/// <summary>How a step method answers.</summary>
internal enum ReturnShape
{
    Void,
    Value,
    Task,
    TaskOfResult,
    ValueTask,
    ValueTaskOfResult,
}

internal sealed record StepModel
{
    /// <summary>The node's stable name: the method's, unescaped.</summary>
    public required string Name { get; init; }

    public required bool IsStatic { get; init; }

    public required ReturnShape Returns { get; init; }

    /// <summary>The handoff (the T of Task&lt;T&gt;), or null for a step that hands nothing over.</summary>
    public TypeModel? Result { get; init; }

    public EquatableArray<ParameterModel> Parameters { get; init; }

    /// <summary>Names given in <c>[After]</c>.</summary>
    public EquatableArray<string> After { get; init; }

    /// <summary>Names of guard methods given in <c>[When]</c>; all must hold.</summary>
    public EquatableArray<string> Guards { get; init; }

    /// <summary>Marked [Output].</summary>
    public bool IsOutput { get; init; }

    /// <summary>How the step's result relates to the run's, or null where it does not.</summary>
    public HandoffConversion? OutputConversion { get; init; }

    public RetryModel? Retry { get; init; }

    /// <summary>Per attempt, in ticks; null: unlimited.</summary>
    public long? AttemptTimeout { get; init; }

    /// <summary>Over all attempts and the delays between them, in ticks; null: unlimited.</summary>
    public long? TotalTimeout { get; init; }

    public IdempotencyKind Idempotency { get; init; }
}

/// <summary>Mirrors the runtime's enum of the same name; the values are equal.</summary>
internal enum IdempotencyKind
{
    Unspecified = 0,
    Safe = 1,
    Keyed = 2,
    AtMostOnce = 3,
    Transactional = 4,
}

/// <summary>A retry policy, its durations in ticks.</summary>
/// <param name="Backoff">The runtime's enum member: Constant, Linear or Exponential.</param>
/// <param name="On">Exception types as <c>global::…</c>; empty: all.</param>
internal sealed record RetryModel(
    int Attempts, long Delay, string Backoff, long? MaxDelay, double Jitter, EquatableArray<string> On, EquatableArray<string> Unless);

/// <summary>A method named in [When].</summary>
/// <param name="Constant">The value of a body that is nothing but <c>true</c> or <c>false</c>; otherwise null.</param>
internal sealed record GuardModel(string Name, bool IsStatic, EquatableArray<ParameterModel> Parameters, bool? Constant = null);

internal enum ParameterKind
{
    Handoff,
    CancellationToken,
    StepContext,
}

/// <summary>A parameter of a step or guard, with everything that could feed it.</summary>
internal sealed record ParameterModel
{
    public required string Name { get; init; }

    public required TypeModel Type { get; init; }

    public ParameterKind Kind { get; init; }

    /// <summary>Of a type like <c>object</c>, to which everything converts: it is not bound.</summary>
    public bool IsUntyped { get; init; }

    /// <summary>Names given in <c>[From]</c>.</summary>
    public EquatableArray<string> From { get; init; }

    /// <summary>
    /// Every input and every step with a result, and how its type relates to the parameter's, inputs first, each in order. Unrelated ones are left out;
    /// the parameter's own step is among them (a guard belongs to several), and the graph leaves it out.
    /// </summary>
    public EquatableArray<CandidateModel> Candidates { get; init; }
}

/// <summary>Where a value can come from: an input or a step, by index.</summary>
internal readonly record struct SourceModel(SourceKind Kind, int Index);

internal enum SourceKind
{
    Input,
    Step,
}

internal readonly record struct CandidateModel(SourceModel Source, HandoffConversion Conversion);

/// <summary>How a source's type relates to a parameter's. Only the first two bind.</summary>
internal enum HandoffConversion
{
    Identity,
    Implicit,

    /// <summary>It would convert were it not nullable: Payment? → Payment.</summary>
    DropsNullability,

    /// <summary>The source is an abstract base type or interface of the parameter: Decision → Approved. Binds conditionally in a later version.</summary>
    Narrowing,

    /// <summary>The source is a base type that can have instances of its own: never the parameter's type for sure.</summary>
    ConcreteBase,

    /// <summary>The source is a collection of what the parameter takes: IReadOnlyList&lt;Payment&gt; → Payment.</summary>
    CollectionOf,
}
