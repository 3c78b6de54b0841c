using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace FilePipeline;

/// <summary>
/// Where everything that this program writes lies, and who may write there: one process at a time. The marker makes later jobs pass by this folder when it lies inside the one that they work on.
/// </summary>
public sealed class OutputFolder : IDisposable
{
    internal const string Marker = ".filepipeline";

    private readonly FileStream _lock;
    private readonly TaskCompletionSource<string> _trouble = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private OutputFolder(string root, FileStream @lock)
    {
        Root = root;
        _lock = @lock;
    }

    public string Root { get; }

    public string Store => Path.Combine(Root, "pipeline.db");

    public string ConnectionString => $"Data Source={Store}";

    public string Executions => Path.Combine(Root, "executions.log");

    public string Report => Path.Combine(Root, "report.json");

    public string Temporary => Path.Combine(Root, "temp");

    /// <param name="waiting">Called once when another process works there: it is waited for, since it may be one whose terminal was closed or whose starter was killed.</param>
    /// <exception cref="UsageException">It cannot be used; the message says why and what to do.</exception>
    public static OutputFolder Open(string path, string source, bool fresh, Action waiting)
    {
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (root == source || File.Exists(Path.Combine(source, Marker)))
            throw new UsageException($"'{source}' is an output folder of this program. Name the folder to work on, or another output folder with --out.");
        try
        {
            Directory.CreateDirectory(root);
            var folder = new OutputFolder(root, Lock(Path.Combine(root, Marker), waiting));
            if (fresh)
                folder.Clear();
            if (Directory.Exists(folder.Temporary))
                Directory.Delete(folder.Temporary, recursive: true);
            Directory.CreateDirectory(folder.Temporary);
            return folder;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"Nothing can be written to '{root}': {e.Message} Name another folder with --out.", e);
        }
    }

    /// <summary>What remembers the jobs on a folder: its list of files, and which of them to try again.</summary>
    public string Job(string folder) => Path.Combine(Root, "jobs", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folder)))[..16]);

    /// <summary>Completes with the reason when nothing can be written any more.</summary>
    public Task<string> Trouble => _trouble.Task;

    /// <summary>
    /// For steps that cannot write: not this file's fault, and not the next one's either. The program stops; until then the step is held, so that it stays undone and the next start takes it up.
    /// </summary>
    public async Task HoldAsync(Exception exception, CancellationToken cancellationToken)
    {
        _trouble.TrySetResult($"Nothing can be written to '{Root}': {exception.Message}");
        await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
    }

    public async Task<Compressed> CompressAsync(SourceFile file, Fingerprint fingerprint, string key, CancellationToken cancellationToken)
    {
        var name = Path.Combine("compressed", fingerprint.Sha256![..2], fingerprint.Sha256 + ".gz");
        var target = Path.Combine(Root, name);
        var temporary = Path.Combine(Temporary, key.Replace('/', '.'));
        try
        {
            Problem? problem;
            long size;
            await using (var raw = new FileStream(temporary, FileMode.Create, FileAccess.Write))
            {
                await using (var zip = new GZipStream(raw, CompressionLevel.Optimal, leaveOpen: true))
                    problem = await file.ReadAsync(async block => await zip.WriteAsync(block, cancellationToken), cancellationToken);
                size = raw.Length;
            }
            if (problem is not null)
            {
                File.Delete(temporary);
                return new Compressed(null, 0, problem);
            }
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Move(temporary, target, overwrite: true);
            return new Compressed(name.Replace('\\', '/'), size, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await HoldAsync(e, cancellationToken);
            throw;
        }
    }

    public void Dispose() => _lock.Dispose();

    private static FileStream Lock(string path, Action waiting)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (e.GetType() == typeof(IOException) && File.Exists(path))
            {
                if (tries == 0)
                    waiting();
                Thread.Sleep(100);
            }
        }
    }

    private void Clear()
    {
        foreach (var folder in new[] { "compressed", "jobs", "temp" })
        {
            if (Directory.Exists(Path.Combine(Root, folder)))
                Directory.Delete(Path.Combine(Root, folder), recursive: true);
        }
        foreach (var file in new[] { Store, Store + "-wal", Store + "-shm", Executions, Report })
            File.Delete(file);
    }
}

/// <summary>The program was called in a way that cannot work.</summary>
public sealed class UsageException(string message, Exception? innerException = null) : Exception(message, innerException);
