namespace WorkflowGen;

/// <summary>What becomes of the others once enough have settled.</summary>
public enum Rest
{
    /// <summary>They are cancelled, and so is what leads only to them.</summary>
    Cancel = 0,

    /// <summary>They go on, and their results are dropped. In a loop, a new round cancels those that are still under way.</summary>
    Ignore = 1,

    /// <summary>They go on, and their results are dropped. In a loop, no new round begins until all have arrived.</summary>
    Block = 2,
}

/// <summary>
/// After this step, while the guard holds, the region from another step to this one runs again: everything that comes after that step (it included) and before this one (it included). Steps that depend on the region but
/// are not in it run once, after the last round.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LoopAttribute : Attribute
{
    /// <summary>The first step of the region, by <see langword="nameof"/>; null: this step alone.</summary>
    public string? To { get; set; }

    /// <summary>The guard, by <see langword="nameof"/>: a pure <see langword="bool"/> method whose parameters bind as this step's do, and may take this step's own result. Null: always.</summary>
    public string? While { get; set; }

    /// <summary>The largest number of rounds, the first included; after it the run goes on as if the guard did not hold. 0: no bound.</summary>
    public int Max { get; set; }
}

/// <summary>
/// The value that a step of the surrounding loop (this one included) handed over in the round before; null in the first round. The parameter must be nullable, or have a default value. It binds by type and name as others do,
/// to steps in the loop only.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class PreviousAttribute : Attribute;

/// <summary>
/// Runs the step once per element of what is handed over: an <see cref="IReadOnlyList{T}"/> (or array, or <see cref="List{T}"/>), or an <see cref="IAsyncEnumerable{T}"/>, taken in bounded windows. The step's own result becomes an
/// <see cref="IReadOnlyList{T}"/> in the order of the elements. Every element has its own checkpoint, retries and timeouts. Several such parameters pair up, in order, until the shortest ends. With <see cref="FromAttribute"/> and several sources of single values, the
/// step runs once per arrival.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class EachAttribute : Attribute
{
    /// <summary>How many elements are under way at once; 0 (the default): 256.</summary>
    public int MaxParallel { get; set; }

    /// <summary>After how many completed elements the step is done; 0: all. Elements may then fail, as long as so many can still complete.</summary>
    public int Enough { get; set; }

    /// <summary>A guard over the results so far, by <see langword="nameof"/>: a pure <see langword="bool"/> method that takes an <see cref="IReadOnlyList{T}"/> of them; when it holds, the step is done.</summary>
    public string? Until { get; set; }

    /// <summary>A signal that ends it with what is there, by <see langword="nameof"/>.</summary>
    public string? CompleteOn { get; set; }

    /// <summary>What becomes of the elements that are no longer needed: <see cref="Rest.Cancel"/> (the default) or <see cref="Rest.Ignore"/>, by which those that have begun are waited for and their results dropped.</summary>
    public Rest Rest { get; set; }
}

/// <summary>Takes the result of whichever producer completes first. When none completes, because all were skipped or cancelled, the value is missing.</summary>
/// <param name="steps">The producers, by <see langword="nameof"/>.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class FirstOfAttribute(params string[] steps) : Attribute
{
    /// <summary>The named producers.</summary>
    public IReadOnlyList<string> Steps { get; } = steps;

    /// <summary>What becomes of the others.</summary>
    public Rest Rest { get; set; }
}

/// <summary>Takes the first results of several producers as an <see cref="IReadOnlyList{T}"/>, in the order in which they completed. When fewer complete, because others were skipped or cancelled, the value is missing.</summary>
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

/// <summary>Only one of the steps with the same name runs at a time within a run, its retries and their waits included. Who comes first goes first. With [Each], so do its elements, one at a time.</summary>
/// <param name="name">What the steps share.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ExclusiveAttribute(string name) : Attribute
{
    /// <summary>What the steps share.</summary>
    public string Name { get; } = name;

    /// <summary>A later step, by <see langword="nameof"/>: nobody else gets in between, from the start of this one until that one has settled. Null: this step alone.</summary>
    public string? Until { get; set; }
}

/// <summary>Bounds how often steps with the same name run, across the runs of a process. With [Each], every element counts. A child counts while the run that awaits it is at work: one that is suspended holds no place.</summary>
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
