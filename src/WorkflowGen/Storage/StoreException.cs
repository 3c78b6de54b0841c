namespace WorkflowGen.Storage;

/// <summary>What kind of trouble a store has.</summary>
public enum StoreFailure
{
    /// <summary>Something passing: a broken connection, a timeout. The outcome of the call is unknown; it may be repeated.</summary>
    Unavailable,

    /// <summary>Another process holds the store.</summary>
    Locked,

    /// <summary>The store was written by a newer version of this library.</summary>
    NewerFormat,

    /// <summary>The file is not a store of this kind.</summary>
    NotAStore,

    /// <summary>The file is damaged or cut short.</summary>
    Corrupt,

    /// <summary>The place cannot be written to.</summary>
    ReadOnly,

    /// <summary>There is no room left on the disk. What was committed is safe; the store goes on when there is room again.</summary>
    DiskFull,
}

/// <summary>A store could not do what was asked. The message names the store and says what to do.</summary>
public class StoreException : Exception
{
    /// <summary>Creates the exception.</summary>
    public StoreException(StoreFailure failure, string message, Exception? innerException = null)
        : base(message, innerException) => Failure = failure;

    /// <summary>What kind of trouble it is.</summary>
    public StoreFailure Failure { get; }
}
