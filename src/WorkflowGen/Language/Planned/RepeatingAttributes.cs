namespace WorkflowGen;

/// <summary>What becomes of the others once enough have settled.</summary>
public enum Rest
{
    /// <summary>They are cancelled.</summary>
    Cancel = 0,

    /// <summary>They go on, and their results are dropped.</summary>
    Ignore = 1,

    /// <summary>In a loop: no new round begins until all have arrived.</summary>
    Block = 2,
}

/// <summary>Runs the region from another step to this one again while a guard holds.</summary>
/// <remarks>Part of the language, but not executed by this version: its use is an error (WFG0017).</remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LoopAttribute : Attribute
{
    /// <summary>The first step of the region, by <see langword="nameof"/>; null: this step alone.</summary>
    public string? To { get; set; }

    /// <summary>The guard, by <see langword="nameof"/>.</summary>
    public string? While { get; set; }

    /// <summary>The largest number of rounds; 0: no bound.</summary>
    public int Max { get; set; }
}

/// <summary>The value of the round before, or null in the first.</summary>
/// <remarks>Part of the language, but not executed by this version: its use is an error (WFG0017).</remarks>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class PreviousAttribute : Attribute;

/// <summary>Runs the step once per element of the collection that is handed over.</summary>
/// <remarks>Part of the language, but not executed by this version: its use is an error (WFG0017).</remarks>
/// <param name="sources">Producers of single elements, by <see langword="nameof"/>; none: a collection is handed over.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class EachAttribute(params string[] sources) : Attribute
{
    /// <summary>The named producers.</summary>
    public IReadOnlyList<string> Sources { get; } = sources;

    /// <summary>How many elements are under way at once; 0: no bound.</summary>
    public int MaxParallel { get; set; }

    /// <summary>After how many results the step is done; 0: all.</summary>
    public int Enough { get; set; }

    /// <summary>A guard that ends it early, by <see langword="nameof"/>.</summary>
    public string? Until { get; set; }

    /// <summary>A signal that ends it with what is there, by <see langword="nameof"/>.</summary>
    public string? CompleteOn { get; set; }

    /// <summary>What becomes of the elements that are no longer needed.</summary>
    public Rest Rest { get; set; }
}

/// <summary>Takes the result of whichever producer settles first.</summary>
/// <remarks>Part of the language, but not executed by this version: its use is an error (WFG0017).</remarks>
/// <param name="steps">The producers, by <see langword="nameof"/>.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class FirstOfAttribute(params string[] steps) : Attribute
{
    /// <summary>The named producers.</summary>
    public IReadOnlyList<string> Steps { get; } = steps;

    /// <summary>What becomes of the others.</summary>
    public Rest Rest { get; set; }
}

/// <summary>Takes the first results of several producers.</summary>
/// <remarks>Part of the language, but not executed by this version: its use is an error (WFG0017).</remarks>
/// <param name="count">How many results are enough.</param>
/// <param name="steps">The producers, by <see langword="nameof"/>.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class AnyOfAttribute(int count, params string[] steps) : Attribute
{
    /// <summary>How many results are enough.</summary>
    public int Count { get; } = count;

    /// <summary>The named producers.</summary>
    public IReadOnlyList<string> Steps { get; } = steps;

    /// <summary>What becomes of the others.</summary>
    public Rest Rest { get; set; }
}

/// <summary>Only one of the steps with the same name runs at a time within a run.</summary>
/// <remarks>Part of the language, but not executed by this version: its use is an error (WFG0017).</remarks>
/// <param name="name">What the steps share.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ExclusiveAttribute(string name) : Attribute
{
    /// <summary>What the steps share.</summary>
    public string Name { get; } = name;
}

/// <summary>Bounds how often steps with the same name run, across runs.</summary>
/// <remarks>Part of the language, but not executed by this version: its use is an error (WFG0017).</remarks>
/// <param name="name">What the steps share.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LimitAttribute(string name) : Attribute
{
    /// <summary>What the steps share.</summary>
    public string Name { get; } = name;

    /// <summary>How many run at once; 0: no bound.</summary>
    public int Concurrency { get; set; }

    /// <summary>How many start per second; 0: no bound.</summary>
    public double PerSecond { get; set; }
}
