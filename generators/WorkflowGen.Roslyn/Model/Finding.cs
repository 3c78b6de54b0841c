namespace WorkflowGen.Roslyn.Model;

/// <summary>Something wrong with a workflow, found while parsing or in the graph. Analyzers turn it into a diagnostic; the generator asks only whether it blocks.</summary>
/// <param name="RuleId">The rule, from <see cref="RuleIds"/>.</param>
/// <param name="Anchor">What it is about.</param>
/// <param name="Arguments">The arguments of the rule's message, in order.</param>
internal sealed record Finding(string RuleId, Anchor Anchor, EquatableArray<string> Arguments)
{
    /// <summary>Whether the workflow cannot be emitted. False for advice, and for errors that leave the graph whole.</summary>
    public bool Blocks { get; init; } = true;

    /// <summary>What a fix needs to know: the names of candidates, a type to write. Empty where the rule has no fix.</summary>
    public EquatableArray<string> Choices { get; init; }

    public static Finding Of(string ruleId, Anchor anchor, params string[] arguments) =>
        new(ruleId, anchor, arguments.ToEquatableArray());

    public static Finding Advice(string ruleId, Anchor anchor, params string[] arguments) =>
        Of(ruleId, anchor, arguments) with { Blocks = false };
}

/// <summary>What a finding is about, without a location in it: an edit above a workflow must not make it another.</summary>
/// <param name="Index">Which step, guard or member; 0 for the kinds of which there is one.</param>
/// <param name="Parameter">Which parameter of a step, a guard or RunAsync (its tokens not counted), or −1.</param>
/// <param name="Attribute">The name of an attribute on it, without brackets, or null.</param>
/// <param name="Argument">The argument of that attribute: the name of a parameter or property, or a string it holds; null: the whole attribute.</param>
internal readonly record struct Anchor(AnchorKind Kind, int Index = 0, int Parameter = -1, string? Attribute = null, string? Argument = null)
{
    /// <summary>Which one, from 1, where there are several attributes of that name; 0: the first that has the argument.</summary>
    public int Occurrence { get; init; }

    /// <summary>Where in the argument, a string, it is wrong; null: all of it.</summary>
    public (int Start, int Length)? Within { get; init; }

    public static Anchor Class => new(AnchorKind.Class);

    public static Anchor Run => new(AnchorKind.Run);

    public static Anchor Input(int index) => new(AnchorKind.Run, 0, index);

    public static Anchor Step(int index) => new(AnchorKind.Step, index);

    public static Anchor StepParameter(int step, int parameter) => new(AnchorKind.Step, step, parameter);

    public static Anchor Guard(int index) => new(AnchorKind.Guard, index);

    public static Anchor GuardParameter(int guard, int parameter) => new(AnchorKind.Guard, guard, parameter);

    /// <summary>Another member or type, by its place in the parser's side table.</summary>
    public static Anchor Member(int index) => new(AnchorKind.Member, index);

    public Anchor On(string attribute, string? argument = null) => this with { Attribute = attribute, Argument = argument };
}

internal enum AnchorKind
{
    Class,
    Run,

    /// <summary>The type that RunAsync returns.</summary>
    RunResult,
    Step,

    /// <summary>The type that a step returns.</summary>
    StepResult,
    Guard,
    Member,
}
