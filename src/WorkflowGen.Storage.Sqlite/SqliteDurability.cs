namespace WorkflowGen.Storage.Sqlite;

/// <summary>What an acknowledged change survives.</summary>
public enum SqliteDurability
{
    /// <summary><c>synchronous=FULL</c>: the death of the process and, on a disk that honours a flush, of the machine.</summary>
    Full,

    /// <summary>
    /// <c>synchronous=NORMAL</c>: the death of the process, but not of the machine: a power loss can take the last seconds of acknowledged changes of all runs back. The file stays whole, and a step whose
    /// completion was lost runs again.
    /// </summary>
    Normal,
}
