using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace WorkflowGen.Chaos;

/// <summary>A worker as the controller sees it: it is killed and started again, stopped and continued, under one name.</summary>
internal sealed partial class WorkerProcess(string store, string folder, string name) : IDisposable
{
    private readonly StringBuilder _said = new();
    private Process? _process;
    private volatile bool _expected;

    public string Name => name;

    /// <summary>What it said before it ended without having been told to; null: it has not.</summary>
    public string? Died { get; private set; }

    public void Start()
    {
        _process?.Dispose();
        _expected = false;
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(WorkerProcess).Assembly.Location, "worker", store, folder, name])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        DataReceivedEventHandler note = (_, e) =>
        {
            lock (_said)
                _said.AppendLine(e.Data);
        };
        process.OutputDataReceived += note;
        process.ErrorDataReceived += note;
        process.Exited += (_, _) =>
        {
            if (_expected || !ReferenceEquals(process, _process))
                return;
            lock (_said)
                Died = $"worker {name} ended by itself with code {process.ExitCode}: {_said}";
        };
        _process = process;
        process.Start();
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
    }

    public void Kill()
    {
        _expected = true;
        Signal(9);
        _process!.WaitForExit();
    }

    public void Freeze() => Signal(19);

    public void Thaw() => Signal(18);

    /// <summary>Sets its clock, by so many seconds from the system's.</summary>
    public void SetClock(double seconds) => File.WriteAllText(Worker.ClockFile(folder, name), seconds.ToString("R", System.Globalization.CultureInfo.InvariantCulture));

    public async Task StopAsync()
    {
        _expected = true;
        Signal(15);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        try
        {
            await _process!.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            Kill();
        }
    }

    public void Dispose()
    {
        _expected = true;
        if (_process is { HasExited: false })
            Kill();
        _process?.Dispose();
    }

    private void Signal(int signal) => _ = SendSignal(_process!.Id, signal);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}
