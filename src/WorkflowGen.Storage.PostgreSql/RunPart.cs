namespace WorkflowGen.Storage.PostgreSql;

/// <summary>The partition key that every table begins with: 0 to 255, from a run's id (or the name of what else is kept). Stored: it never changes.</summary>
internal static class RunPart
{
    /// <summary>FNV-1a, folded; of the UTF-16 units, which are ASCII for ids.</summary>
    public static short Of(string id)
    {
        uint hash = 2166136261;
        foreach (char c in id)
            hash = (hash ^ c) * 16777619;
        hash ^= hash >> 16;
        return (short)((hash ^ (hash >> 8)) & 0xff);
    }
}
