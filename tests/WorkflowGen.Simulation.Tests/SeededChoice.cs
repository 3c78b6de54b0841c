namespace WorkflowGen.Simulation.Tests;

/// <summary>Decides by name: the same seed and the same question have the same answer, in whatever order threads come to ask.</summary>
internal readonly record struct SeededChoice(int Seed)
{
    public double Of(string question)
    {
        var hash = 14695981039346656037UL ^ (uint)Seed;
        foreach (var c in question)
            hash = (hash ^ c) * 1099511628211UL;
        hash ^= hash >> 33;
        hash *= 0xff51afd7ed558ccdUL;
        hash ^= hash >> 33;
        hash *= 0xc4ceb9fe1a85ec53UL;
        hash ^= hash >> 33;
        return (hash >> 11) / (double)(1UL << 53);
    }

    public int Of(string question, int below) => (int)(Of(question) * below);
}
