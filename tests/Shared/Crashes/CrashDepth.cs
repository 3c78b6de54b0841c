using System.Globalization;

namespace WorkflowGen.Testing;

/// <summary>How thoroughly the patterns and scenarios are crashed: as by default, or as deep as the environment says (WORKFLOWGEN_CRASH_PAIRS, WORKFLOWGEN_CRASH_SEED).</summary>
internal static class CrashDepth
{
    public static CrashOptions Options { get; } = new()
    {
        Output = TextWriter.Null,
        Pairs = Read("WORKFLOWGEN_CRASH_PAIRS"),
        Seed = Read("WORKFLOWGEN_CRASH_SEED") ?? 1,
    };

    private static int? Read(string variable) => int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
