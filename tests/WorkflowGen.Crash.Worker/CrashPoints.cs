using System.Globalization;
using System.Runtime.InteropServices;

namespace WorkflowGen.Crash.Worker;

/// <summary>
/// Numbered places at which the process can be made to die the hard way: no handler, no finally, no flush. WORKFLOWGEN_CRASH_AT says at which; the number of places passed is printed at the end.
/// </summary>
internal static partial class CrashPoints
{
    private static readonly long CrashAt = long.Parse(Environment.GetEnvironmentVariable("WORKFLOWGEN_CRASH_AT") ?? "0", CultureInfo.InvariantCulture);
    private static long _passed;

    public static long Passed => Volatile.Read(ref _passed);

    public static void Pass()
    {
        if (Interlocked.Increment(ref _passed) == CrashAt)
            Die();
    }

    private static void Die()
    {
        if (OperatingSystem.IsWindows())
            System.Diagnostics.Process.GetCurrentProcess().Kill();
        else
            _ = Kill(Environment.ProcessId, 9);
        Thread.Sleep(Timeout.Infinite);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
