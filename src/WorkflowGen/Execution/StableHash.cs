namespace WorkflowGen.Execution;

/// <summary>A hash that is the same in every process and version (FNV-1a, 32 bits, with a final mix): for spreading, not for security.</summary>
internal static class StableHash
{
    public static uint Of(string first, string second, int third)
    {
        var hash = Add(Add(2166136261, first), second);
        hash = unchecked((hash ^ (uint)third) * 16777619);
        hash ^= hash >> 16;
        hash = unchecked(hash * 0x85ebca6b);
        hash ^= hash >> 13;
        hash = unchecked(hash * 0xc2b2ae35);
        return hash ^ (hash >> 16);
    }

    private static uint Add(uint hash, string text)
    {
        foreach (var c in text)
            hash = unchecked((hash ^ c) * 16777619);
        return unchecked((hash ^ 0xff) * 16777619);
    }
}
