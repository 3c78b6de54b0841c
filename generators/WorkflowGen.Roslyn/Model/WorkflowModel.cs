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

    /// <summary>Given in [Queue] on the class, or null.</summary>
    public string? Queue { get; init; }

    /// <summary>Whether a failure that nothing handles stops the other steps at once.</summary>
    public bool FailFast { get; init; } = true;

    /// <summary>Whether the class, or one around it, exists in its own file alone: then nothing can be added to it.</summary>
    public bool IsFileLocal { get; init; }

    /// <summary>The [CancelOn]s of the class and its methods.</summary>
    public EquatableArray<CancelOnModel> CancelOns { get; init; }

    /// <summary>The methods named in [CompensateWith], each once.</summary>
    public EquatableArray<CompensationModel> Compensations { get; init; }

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

    /// <summary>The [Schedule]s that can be executed, in order.</summary>
    public EquatableArray<ScheduleModel> Schedules { get; init; }

    /// <summary>The services that the constructor asks for, in order.</summary>
    public EquatableArray<ServiceModel> Services { get; init; }

    /// <summary>What the handoffs are made of, down to their members: in the shape, not in what is emitted.</summary>
    public string Contract { get; init; } = "";

    /// <summary>The methods that read what earlier shapes wrote, one for each step or input.</summary>
    public EquatableArray<UpcastModel> Upcasters { get; init; }

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

/// <summary>A method that reads what an earlier shape wrote.</summary>
/// <param name="Of">The step or input.</param>
/// <param name="Taken">What it takes; null: a JsonElement.</param>
/// <param name="Contract">A hash of what is read today.</param>
internal sealed record UpcastModel(string Of, string Method, TypeModel? Taken, string Contract);

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

/// <summary>A node: a step, signal, delay, child or stream.</summary>
internal sealed record StepModel
{
    /// <summary>The node's stable name: the method's, unescaped.</summary>
    public required string Name { get; init; }

    public NodeKindModel Kind { get; init; }

    /// <summary>For a partial method that the generator writes the body of: its declaration as the implementing part repeats it, all but the body (<c>private partial global::N.Approval? Approve(global::N.Order @order)</c>). Null: the author wrote a body.</summary>
    public string? PartialDeclaration { get; init; }

    /// <summary>Set for <see cref="NodeKindModel.Signal"/>.</summary>
    public SignalModel? Signal { get; init; }

    /// <summary>Set for <see cref="NodeKindModel.Child"/>.</summary>
    public ChildModel? Child { get; init; }

    /// <summary>For a delay of fixed length, and for a step that starts later: in ticks.</summary>
    public long? Delay { get; init; }

    /// <summary>For a computed delay: whether the method returns a DateTimeOffset (true) or a TimeSpan.</summary>
    public bool DelayIsUntil { get; init; }

    /// <summary>Whether the step's handoff, as others see it, is a list with one result per element: <see cref="Result"/> is that of one element.</summary>
    public bool IsEach => Parameters.Any(static p => p.Each is not null);

    /// <summary>What others see as the handoff: <see cref="Result"/>, for a step with [Each] an IReadOnlyList of it. For a stream the type of its items.</summary>
    public TypeModel? Handoff { get; init; }

    public LoopModel? Loop { get; init; }

    /// <summary>The names that it had before, from [Renamed].</summary>
    public EquatableArray<string> FormerNames { get; init; }

    /// <summary>Names given in [Catch].</summary>
    public EquatableArray<string> Catches { get; init; }

    public bool IsFinally { get; init; }

    public bool IsEnd { get; init; }

    public bool IsPure { get; init; }

    public ExclusiveModel? Exclusive { get; init; }

    public LimitModel? Limit { get; init; }

    /// <summary>Given in [Queue], or null.</summary>
    public string? Queue { get; init; }

    public OnlyModel? Only { get; init; }

    /// <summary>In ticks.</summary>
    public long? Heartbeat { get; init; }

    /// <summary>The name given in [CompensateWith].</summary>
    public string? CompensateWith { get; init; }

    /// <summary>What of the step (its parameters, its result) relates to which parameter of its compensation.</summary>
    public EquatableArray<CompensationFitModel> CompensationFits { get; init; }

    public required bool IsStatic { get; init; }

    /// <summary>How widely its parameters and result can be named, for tests that replace it: <c>public</c>, <c>internal</c>, or null: not at all.</summary>
    public string? Access { get; init; }

    public required ReturnShape Returns { get; init; }

    /// <summary>The handoff (the T of Task&lt;T&gt;), or null for a step that hands nothing over.</summary>
    public TypeModel? Result { get; init; }

    public EquatableArray<ParameterModel> Parameters { get; init; }

    /// <summary>Names given in <c>[After]</c>.</summary>
    public EquatableArray<string> After { get; init; }

    /// <summary>Names of guard methods given in <c>[When]</c>; all must hold.</summary>
    public EquatableArray<string> Guards { get; init; }

    /// <summary>Names of guard methods given in <c>[Unless]</c>; none may hold.</summary>
    public EquatableArray<string> Unless { get; init; }

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

/// <summary>A method named in [When] or [Unless], as a loop's While or an [Each]'s Until.</summary>
/// <param name="Constant">The value of a body that is nothing but <c>true</c> or <c>false</c>; otherwise null.</param>
internal sealed record GuardModel(string Name, bool IsStatic, EquatableArray<ParameterModel> Parameters, bool? Constant = null)
{
    /// <summary>Where the body is nothing but <c>!Other(same parameters in order)</c>: the other guard's name.</summary>
    public string? NegationOf { get; init; }
}

internal enum NodeKindModel
{
    Step,
    Signal,
    Delay,
    Child,
    Stream,
}

/// <param name="Timeout">In ticks; null: for ever.</param>
/// <param name="IsStream">Returns IAsyncEnumerable: may come many times.</param>
/// <param name="Title">Of a human task; null: it is none.</param>
/// <param name="Access">How widely what is sent can be named: <c>public</c> or <c>internal</c>.</param>
internal sealed record SignalModel(long? Timeout, bool Buffered, bool IsStream, string? Title, string Access = "public");

/// <param name="Workflow">The class of the child.</param>
/// <param name="Inputs">The types of its inputs, in order, as its RunAsync declares them.</param>
/// <param name="Instance">How generated code gets an instance for a run in memory: <c>_workflow</c> (itself), <c>new global::…()</c>, a member of the parent of that type; null: it cannot.</param>
/// <param name="TokenPosition">Before which input the child's RunAsync takes a token; their count where it is last; −1: it takes none.</param>
internal sealed record ChildModel(TypeModel Workflow, bool Detached, EquatableArray<TypeModel> Inputs, TypeModel? Result, string? Instance, int TokenPosition = -1);

/// <param name="To">The name of the region's first step; null: the step itself.</param>
/// <param name="While">The guard's name; null: always.</param>
internal sealed record LoopModel(string? To, string? While, int Max);

internal sealed record ExclusiveModel(string Name, string? Until);

internal sealed record LimitModel(string Name, int Concurrency, double PerSecond);

internal sealed record OnlyModel(string? After, string? Before);

/// <param name="Steps">None: the run.</param>
/// <param name="Anchor">The method or class with the attribute.</param>
internal sealed record CancelOnModel(string Signal, EquatableArray<string> Steps, Anchor Anchor);

/// <summary>A compensating method.</summary>
internal sealed record CompensationModel
{
    public required string Name { get; init; }

    public required bool IsStatic { get; init; }

    public required ReturnShape Returns { get; init; }

    /// <summary>What it returns, or what its task does; null: nothing. Nobody takes it.</summary>
    public TypeModel? Result { get; init; }

    /// <summary>Without candidates: what fits them is a matter of the step, see <see cref="StepModel.CompensationFits"/>.</summary>
    public EquatableArray<ParameterModel> Parameters { get; init; }

    public RetryModel? Retry { get; init; }

    public long? AttemptTimeout { get; init; }

    public long? TotalTimeout { get; init; }
}

/// <summary>How something of a step relates to a parameter of its compensation.</summary>
/// <param name="Parameter">The compensation's parameter.</param>
/// <param name="Source">The step's parameter; −1: its result (of one element, for a step with [Each]).</param>
internal readonly record struct CompensationFitModel(int Parameter, int Source, HandoffConversion Conversion);

/// <summary>What [Each] says. Its names are checked by the graph.</summary>
internal sealed record EachModel(int MaxParallel, int Enough, string? Until, string? CompleteOn, RestModel Rest);

/// <summary>[FirstOf] (<see cref="Need"/> 1, <see cref="IsList"/> false) or [AnyOf].</summary>
internal sealed record JoinModel(EquatableArray<string> Steps, int Need, bool IsList, RestModel Rest);

/// <summary>Mirrors the runtime's enum; the values are equal.</summary>
internal enum RestModel
{
    Cancel = 0,
    Ignore = 1,
    Block = 2,
}

internal enum ParameterKind
{
    Handoff,
    CancellationToken,
    StepContext,

    /// <summary>A StepFailure: of the step that is caught, or of the run.</summary>
    Failure,

    /// <summary>The first parameter of a child: it names the workflow and takes no value.</summary>
    Workflow,
}

/// <summary>A parameter of a step or guard, with everything that could feed it.</summary>
internal sealed record ParameterModel
{
    private readonly TypeModel? _valueType;

    public required string Name { get; init; }

    public required TypeModel Type { get; init; }

    public ParameterKind Kind { get; init; }

    /// <summary>Of a type like <c>object</c>, to which everything converts: it is not bound.</summary>
    public bool IsUntyped { get; init; }

    /// <summary>Names given in <c>[From]</c>.</summary>
    public EquatableArray<string> From { get; init; }

    /// <summary>Marked [Previous]: it takes a value of the round before.</summary>
    public bool IsPrevious { get; init; }

    /// <summary>Marked [Each].</summary>
    public EachModel? Each { get; init; }

    /// <summary>Marked [FirstOf] or [AnyOf].</summary>
    public JoinModel? Join { get; init; }

    /// <summary>The type of what single sources are compared with: for [AnyOf] the T of the parameter's list, otherwise <see cref="Type"/>.</summary>
    public TypeModel ValueType
    {
        get => _valueType ?? Type;
        init => _valueType = value;
    }

    /// <summary>The parameter's default value as a C# expression; read for [Previous] only. Null: it has none.</summary>
    public string? Default { get; init; }

    /// <summary>
    /// Every input and every step with a result, and how its type relates to the parameter's, inputs first, each in order. Unrelated ones are left out;
    /// the parameter's own step is among them (a guard belongs to several, and [Previous] may mean it), and the graph leaves it out. Sources are taken as others see them (<see cref="StepModel.Handoff"/>).
    /// </summary>
    public EquatableArray<CandidateModel> Candidates { get; init; }

    /// <summary>For [Each]: every input and step that hands over a collection (or is a stream) of elements, and how an element's type relates to the parameter's.</summary>
    public EquatableArray<CandidateModel> ElementCandidates { get; init; }
}

/// <summary>Where a value can come from: an input or a step, by index.</summary>
internal readonly record struct SourceModel(SourceKind Kind, int Index);

internal enum SourceKind
{
    Input,
    Step,
}

/// <param name="Family">For <see cref="HandoffConversion.Narrowing"/>: the parameter's type is one case of a closed family.</param>
internal readonly record struct CandidateModel(SourceModel Source, HandoffConversion Conversion, FamilyModel? Family = null);

/// <summary>A closed family: an abstract type, all of whose cases are declared in this compilation (and nowhere else, since its constructors are private or internal).</summary>
/// <param name="Base">The type that is handed over.</param>
/// <param name="Cases">All concrete types under it, in order of declaration.</param>
/// <param name="Covered">The places in <paramref name="Cases"/> that the parameter's type takes: one, or several for an abstract type in between.</param>
internal sealed record FamilyModel(TypeModel Base, EquatableArray<TypeModel> Cases, EquatableArray<int> Covered);

/// <summary>How a source's type relates to a parameter's. Only the first two bind.</summary>
internal enum HandoffConversion
{
    Identity,
    Implicit,

    /// <summary>It would convert were it not nullable: Payment? → Payment.</summary>
    DropsNullability,

    /// <summary>The source is an abstract base type or interface of the parameter: Decision → Approved. Binds conditionally: the step runs only when the value is of that type.</summary>
    Narrowing,

    /// <summary>The source is a base type that can have instances of its own: never the parameter's type for sure.</summary>
    ConcreteBase,

    /// <summary>The source is a collection of what the parameter takes: IReadOnlyList&lt;Payment&gt; → Payment.</summary>
    CollectionOf,
}
