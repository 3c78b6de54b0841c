using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using WorkflowGen;

namespace FilePipeline;

/// <summary>Opens a file for reading without ever waiting: opening a named pipe in the ordinary way blocks until somebody writes to it.</summary>
[AllowNondeterminism("the system decides how a file is opened, not what is in it")]
internal static partial class RegularFile
{
    private static readonly FileStreamOptions Options = new()
    {
        Access = FileAccess.Read,
        Share = FileShare.ReadWrite | FileShare.Delete,
        Options = FileOptions.SequentialScan,
        BufferSize = 0,
    };

    /// <returns>The stream, or null: it is a pipe, a socket or the like.</returns>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static FileStream? Open(string path)
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS())
            return new FileStream(path, Options);

        // O_RDONLY | O_NONBLOCK | O_CLOEXEC
        var flags = OperatingSystem.IsLinux() ? 0x800 | 0x80000 : 0x4 | 0x1000000;
        var descriptor = OpenDescriptor(path, flags);
        if (descriptor < 0)
        {
            // ENXIO, EOPNOTSUPP: a socket, or a device that is not there. What else went wrong, the ordinary way of opening says in words.
            return Marshal.GetLastPInvokeError() is 6 or 95 or 102 ? null : new FileStream(path, Options);
        }

        var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        try
        {
            var stream = new FileStream(handle, FileAccess.Read, bufferSize: 0);
            if (stream.CanSeek)
                return stream;
            stream.Dispose();
            return null;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenDescriptor(string path, int flags);
}
