namespace WorkflowGen.Analyzers.Determinism.Hazards;

/// <summary>What to do instead, as the end of a message.</summary>
internal static class Advice
{
    /// <summary>In the order in which a library's summary numbers them: new ones go to the end.</summary>
    public static readonly string[] Numbered = [Clock, Random, Guid, Environment, Scheduling, Locks, Effect, State, Order, HashCode, Culture];

    public const string Clock = "use step.UtcNow";
    public const string Random = "use step.Random";
    public const string Guid = "use step.NewGuid()";
    public const string Environment = "take it as an input of the run, or from a service";
    public const string Scheduling = "await the work in the step; let [Retry], [Timeout] and the graph do the waiting and the running side by side";
    public const string Locks = "let the graph order the steps, and keep shared state behind a service";
    public const string Effect = "do it in a step and hand its result to the decision";
    public const string State = "hand values over from step to step, or keep them behind a service";
    public const string Order = "put it in order first (OrderBy, a sorted or an ordered collection)";
    public const string HashCode = "use a hash that is defined for all runs, such as SHA256 or XxHash64 over the bytes";
    public const string Culture = "pass CultureInfo.InvariantCulture, or an ordinal comparison";
}
