namespace WorkflowGen;

/// <summary>What is wrong with a journal.</summary>
public enum JournalFailure
{
    /// <summary>The bytes are not what was written: a checksum does not fit, or a record is cut short or makes no sense.</summary>
    Corrupt,

    /// <summary>A record was written by a newer version of this library.</summary>
    NewerFormat,

    /// <summary>The workflow's definition has changed under the run so that it can no longer be resumed.</summary>
    DefinitionChanged,
}

/// <summary>A journal cannot be read, or no longer fits the workflow. The run is parked and named; nothing of it is reset or skipped.</summary>
public sealed class JournalException : Exception
{
    /// <summary>Creates the exception.</summary>
    public JournalException(JournalFailure failure, string message, Exception? innerException = null)
        : base(message, innerException) => Failure = failure;

    /// <summary>What is wrong.</summary>
    public JournalFailure Failure { get; }

    /// <summary>Whether the message says already which run it is about.</summary>
    internal bool NamesRun { get; init; }
}
