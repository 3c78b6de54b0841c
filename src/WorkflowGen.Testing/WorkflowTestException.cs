namespace WorkflowGen.Testing;

/// <summary>A test could not go on, or its runs are not what they should be. The message ends with the story of what happened.</summary>
public sealed class WorkflowTestException : Exception
{
    internal WorkflowTestException(string message, string story, Exception? inner = null)
        : base($"{message}{Environment.NewLine}{Environment.NewLine}{story}", inner) => Story = story;

    /// <summary>The journals of the runs, as readable stories.</summary>
    public string Story { get; }
}
