using System.Runtime.InteropServices;
using System.Text;

namespace WorkflowGen.Storage.LiteDb;

/// <summary>The two files of a store, and what is looked at before LiteDB gets to see them: it would crop a file that was cut short, and take an empty one for new.</summary>
internal sealed class LiteDbFiles(string path)
{
    private const int PageSize = 8192, InfoPosition = 32, VersionPosition = 59, LastPagePosition = 64, FormatVersion = 8;

    private static ReadOnlySpan<byte> Info => "** This is a LiteDB file **"u8;

    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>Where LiteDB's own tools look for it.</summary>
    public string LogPath => System.IO.Path.Combine(Folder, System.IO.Path.GetFileNameWithoutExtension(Path) + "-log" + System.IO.Path.GetExtension(Path));

    public string NewPath => Path + ".new";

    public string NewLogPath => Path + ".new-log";

    private string Folder => System.IO.Path.GetDirectoryName(Path)!;

    /// <summary>Whether there is a store to be opened; false: one is to be created.</summary>
    public bool Exist()
    {
        if (Directory.Exists(Path))
            throw new StoreException(StoreFailure.NotAStore, $"The LiteDB store '{Path}' is a folder. Name a file in it, for example '{System.IO.Path.Combine(Path, "workflows.litedb")}'.");
        Directory.CreateDirectory(Folder);
        if (new FileInfo(Path) is { Exists: true, Length: > 0 })
            return true;
        if (new FileInfo(LogPath) is { Exists: true, Length: > 0 })
            throw Corrupt($"its log '{LogPath}' is there, but the file itself is missing or empty");
        return false;
    }

    /// <summary>Looks at the file's first page and length.</summary>
    public void Check(IRawFile data, IRawFile log)
    {
        byte[] page = new byte[LastPagePosition + 4];
        int read = data.Read(0, page);
        if (read < page.Length || !page.AsSpan(InfoPosition).StartsWith(Info) || page[VersionPosition] != FormatVersion)
            throw new StoreException(StoreFailure.NotAStore, $"'{Path}' is not a LiteDB 5 file (or is encrypted). Nothing was changed; name another file for the store.");
        long pages = BitConverter.ToUInt32(page, LastPagePosition) + 1L;
        if (data.Length % PageSize != 0 || (log.Length == 0 && data.Length < pages * PageSize))
            throw Corrupt($"it has {data.Length} bytes, and should have {pages} pages of {PageSize}");
    }

    /// <summary>Gives the finished file its name. Neither a crash nor a power loss leaves a half-made store under it.</summary>
    public void PutInPlace()
    {
        File.Move(NewPath, Path, overwrite: true);
        SyncFolder();
    }

    /// <summary>A file's name is on the disk only after its folder was synced.</summary>
    public void SyncFolder()
    {
        if (OperatingSystem.IsWindows())
            return;
        int folder = Open(Encoding.UTF8.GetBytes(Folder + '\0'), 0);
        if (folder < 0)
            throw new IOException($"The folder '{Folder}' cannot be opened to be synced (error {Marshal.GetLastPInvokeError()}).");
        int result = Fsync(folder);
        _ = Close(folder);
        if (result != 0)
            throw new IOException($"The folder '{Folder}' cannot be synced (error {Marshal.GetLastPInvokeError()}).");
    }

    public StoreException Corrupt(string what, Exception? inner = null) =>
        new(StoreFailure.Corrupt, $"The LiteDB store '{Path}' is damaged or cut short: {what}. Nothing was repaired; restore it from a backup, together with its log '{LogPath}' if there is one.", inner);

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int Fsync(int file);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int file);
}
