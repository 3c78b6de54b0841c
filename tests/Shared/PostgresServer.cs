using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace WorkflowGen.Tests;

/// <summary>
/// A private PostgreSQL server (<c>eng/postgres.sh</c>): one for all tests of a process, or the one that the environment variable <c>WORKFLOWGEN_POSTGRES</c> names by its connection string. It is gone when the process is, however that ended.
/// Tests share it, each in a schema or database of its own; a test that stops servers starts one for itself.
/// </summary>
public sealed class PostgresServer : IDisposable
{
    public const string Variable = "WORKFLOWGEN_POSTGRES";

    private static readonly Lazy<PostgresServer> s_shared = new(() => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given ? new PostgresServer(null, given) : Start());

    private readonly string? _folder;

    private PostgresServer(string? folder, string connectionString) => (_folder, ConnectionString) = (folder, connectionString);

    /// <summary>Of Npgsql.</summary>
    public string ConnectionString { get; }

    /// <summary>The server that the tests of this process share. Where none can be had, the test is skipped, except in CI.</summary>
    public static PostgresServer Shared => Skipping(() => s_shared.Value);

    /// <summary>A server for one test alone, which may stop it.</summary>
    public static PostgresServer Own() => Skipping(Start);

    /// <summary>Stops it as a power cut would.</summary>
    public void Crash() => Run("crash", Folder);

    /// <summary>Starts it again where it was, with what it had.</summary>
    public void StartAgain() => Run("start", Folder);

    /// <summary>The server's process.</summary>
    public int ProcessId => int.Parse(File.ReadLines(Path.Combine(Folder, "data", "postmaster.pid")).First(), System.Globalization.CultureInfo.InvariantCulture);

    public void Dispose()
    {
        if (_folder is not null)
            Run("stop", _folder);
    }

    private string Folder => _folder ?? throw new InvalidOperationException("Only a server of one's own is stopped.");

    private static PostgresServer Start()
    {
        string folder = Path.Combine(Path.GetTempPath(), $"workflowgen-postgres-{Environment.ProcessId}-{Guid.NewGuid():N}"[..48]);
        string connectionString = Run("start", folder, "--owner", Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var server = new PostgresServer(folder, connectionString);
        // The script watches over the process as well; this is only sooner.
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.Dispose();
        return server;
    }

    private static PostgresServer Skipping(Func<PostgresServer> get)
    {
        try
        {
            return get();
        }
        catch (ServerMissingException e) when (Environment.GetEnvironmentVariable("CI") is null or "" or "false")
        {
            Xunit.Assert.Skip($"PostgreSQL cannot be had on this machine: {e.Message}");
            throw;
        }
    }

    private static string Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("bash") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Script());
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode switch
        {
            0 => output.Trim(),
            3 => throw new ServerMissingException(errors.Result.Trim()),
            _ => throw new InvalidOperationException($"eng/postgres.sh {string.Join(' ', arguments)}: exit code {process.ExitCode}. {errors.Result.Trim()}"),
        };
    }

    private static string Script([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "../../eng/postgres.sh"));

    private sealed class ServerMissingException(string message) : Exception(message);
}
