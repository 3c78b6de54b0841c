using System.Diagnostics;

namespace WorkflowGen.Chaos.Faults;

/// <summary>A disk of its own for the store, in memory and small enough to be filled. Only root can make one.</summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    /// <summary>Null: it cannot be made here, and that was said.</summary>
    public static SmallDisk? TryMake(string path)
    {
        Directory.CreateDirectory(path);
        if (OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && Run("mount", "-t", "tmpfs", "-o", "size=512m", "tmpfs", path))
            return new SmallDisk(path);
        Console.WriteLine("SKIPPED full disks: only root can mount a small one.");
        return null;
    }

    public void Dispose() => Run("umount", "-l", Path);

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}

/// <summary>There is no room left, for a moment.</summary>
internal sealed class FullDisks(SmallDisk disk) : Trouble
{
    private readonly string _ballast = Path.Combine(disk.Path, "ballast");

    public override string Name => "times disk full";

    protected override TimeSpan Pause(Random random) => Between(random, 3, 7);

    protected override async Task InjectAsync(Random random, CancellationToken over)
    {
        await using (var file = new FileStream(_ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            // To the last byte: in smaller and smaller pieces.
            for (var size = 1024 * 1024; size >= 512; size /= 2)
            {
                var piece = new byte[size];
                try
                {
                    while (true)
                        file.Write(piece);
                }
                catch (IOException)
                {
                    // This much does not go in any more.
                }
            }
        }
        await Task.Delay(Between(random, 0.3, 1.5), over);
        File.Delete(_ballast);
    }

    protected override Task EndAsync()
    {
        File.Delete(_ballast);
        return Task.CompletedTask;
    }
}
