namespace WorkflowGen;

/// <summary>
/// Says where work is done: only on workers that serve this queue. On a workflow class, the queue in which its runs wait unless their start says another. On a step, where that step runs: a run that comes to it
/// on another worker is handed over when nothing else of it is under way. In memory it says nothing.
/// </summary>
/// <param name="name">The queue: 1 to 128 characters.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, Inherited = false)]
public sealed class QueueAttribute(string name) : Attribute
{
    /// <summary>The queue.</summary>
    public string Name { get; } = name;
}
