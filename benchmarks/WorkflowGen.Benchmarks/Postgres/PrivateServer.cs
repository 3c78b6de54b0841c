using System.Diagnostics;
using System.Globalization;

namespace WorkflowGen.Benchmarks.Postgres;

/// <summary>A server of eng/postgres.sh for one section, or the one that WORKFLOWGEN_POSTGRES names.</summary>
internal sealed class PrivateServer : IDisposable
{
    private readonly string? _folder;

    private PrivateServer(string? folder, string connectionString) => (_folder, ConnectionString) = (folder, connectionString);

    public string ConnectionString { get; }

    public static PrivateServer Start()
    {
        if (Environment.GetEnvironmentVariable("WORKFLOWGEN_POSTGRES") is { Length: > 0 } given)
            return new PrivateServer(null, given);
        var folder = Path.Combine(Path.GetTempPath(), $"workflowgen-benchmark-postgres-{Environment.ProcessId}");
        return new PrivateServer(folder, Run("start", folder, "--owner", Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
    }

    public void Dispose()
    {
        if (_folder is not null)
            Run("stop", _folder);
    }

    private static string Run(params string[] arguments)
    {
        var repository = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(repository, "WorkflowGen.sln")))
            repository = Path.GetDirectoryName(repository) ?? throw new InvalidOperationException("Run the benchmarks from within the repository.");
        var start = new ProcessStartInfo("bash", [Path.Combine(repository, "eng", "postgres.sh"), .. arguments]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"eng/postgres.sh failed with exit code {process.ExitCode}.");
    }
}
