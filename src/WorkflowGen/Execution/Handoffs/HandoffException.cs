namespace WorkflowGen;

/// <summary>A value that a step hands over cannot be recorded: it cannot be serialised, or is larger than the limit. The message names workflow, step and type, and says what to do.</summary>
public class HandoffException : Exception
{
    /// <summary>Creates the exception.</summary>
    public HandoffException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
