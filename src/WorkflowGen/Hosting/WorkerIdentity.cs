using System.Diagnostics;
using System.Globalization;

namespace WorkflowGen.Hosting;

/// <summary>
/// The name under which a worker holds leases: <c>machine/pid-start-scope/n</c>. It says enough that another worker on the same machine can tell whether the process is still there, so that a run need not wait
/// for the lease of a process that was killed.
/// </summary>
/// <remarks>
/// Only a process that certainly cannot come back counts as gone: same machine name, same boot and process-id namespace (on Linux), and no process of that id that started at that time. Anything else, a malformed name included,
/// counts as alive, and its lease runs out in its own time.
/// </remarks>
internal static class WorkerIdentity
{
    private static readonly string s_scope = Scope();
    private static int s_workers;

    /// <summary>A name for a new worker in this process.</summary>
    public static string Create(string? prefix = null)
    {
        using var process = Process.GetCurrentProcess();
        var number = Interlocked.Increment(ref s_workers);
        return string.Create(
            CultureInfo.InvariantCulture, $"{Clean(prefix ?? Environment.MachineName)}/{process.Id}-{StartOf(process.Id)}-{s_scope}/{number}");
    }

    /// <summary>Whether the worker's process is known to be dead.</summary>
    public static bool IsGone(string owner)
    {
        var parts = owner.Split('/');
        if (parts is not [_, var middle, _] || middle.Split('-') is not [var idText, var start, var scope])
            return false;
        if (scope != s_scope || start.Length == 0 || !int.TryParse(idText, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            return false;
        return StartOf(id) is var now && now != start && now != Unknown;
    }

    private const string Unknown = "";
    private const string None = "none";

    /// <summary>When the process of an id started, as an opaque text; <see cref="None"/>: there is no such process; <see cref="Unknown"/>: that cannot be told.</summary>
    private static string StartOf(int id)
    {
        if (OperatingSystem.IsLinux())
            return StartOnLinux(id);
        try
        {
            using var process = Process.GetProcessById(id);
            return process.StartTime.ToUniversalTime().Ticks.ToString(CultureInfo.InvariantCulture);
        }
        catch (ArgumentException)
        {
            return None;
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception or NotSupportedException)
        {
            return Unknown;
        }
    }

    // proc(5): field 22 of /proc/pid/stat is the start time in clock ticks since boot; the name in field 2 may hold spaces and parentheses. A zombie has ended, but for its parent.
    private static string StartOnLinux(int id)
    {
        try
        {
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat"));
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? None : fields[19];
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Directory.Exists("/proc/self") ? None : Unknown;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or IndexOutOfRangeException or ArgumentOutOfRangeException)
        {
            return Unknown;
        }
    }

    /// <summary>What process ids mean something within: the machine, its boot, and on Linux the process-id namespace. Hashed: machine names do not belong into a scope that is compared.</summary>
    private static string Scope()
    {
        var text = Environment.MachineName;
        if (OperatingSystem.IsLinux())
        {
            try
            {
                text += File.ReadAllText("/proc/sys/kernel/random/boot_id") + File.ResolveLinkTarget("/proc/self/ns/pid", returnFinalTarget: false)?.Name;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Not to be told apart from others: nobody here is ever taken for dead by another, nor the other way round.
                text += Guid.NewGuid().ToString("n");
            }
        }
        return Execution.StableHash.Of(text, "worker", 1).ToString("x8", CultureInfo.InvariantCulture);
    }

    private static string Clean(string name) => name.Replace('/', '_').Replace('-', '_');
}
