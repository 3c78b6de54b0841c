using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace WorkflowGen.Chaos;

/// <summary>A private server by <c>eng/postgres.sh</c>.</summary>
internal sealed class PostgresProcess(string folder)
{
    /// <summary>Starts it, again if it was there, and tells its connection string.</summary>
    public Task<string> StartAsync() => RunAsync("start", folder, "--owner", Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture));

    public Task CrashAsync() => RunAsync("crash", folder);

    public Task StopAsync() => RunAsync("stop", folder);

    private static async Task<string> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("bash", [Script(), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode switch
        {
            0 => output.Trim(),
            3 => throw new NoServerException((await errors).Trim()),
            _ => throw new InvalidOperationException($"eng/postgres.sh {string.Join(' ', arguments)}: exit code {process.ExitCode}. {await errors}"),
        };
    }

    private static string Script([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "../../eng/postgres.sh"));
}

/// <summary>There is no PostgreSQL on this machine, and it cannot be installed.</summary>
internal sealed class NoServerException(string message) : Exception(message);
