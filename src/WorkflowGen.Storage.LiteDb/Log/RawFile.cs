using Microsoft.Win32.SafeHandles;

namespace WorkflowGen.Storage.LiteDb;

/// <summary>A file of the operating system, held exclusively: a second process that opened it would lose writes without noticing.</summary>
internal sealed class RawFile : IRawFile
{
    private readonly SafeFileHandle _handle;

    public RawFile(string path, FileMode mode)
    {
        _handle = File.OpenHandle(path, mode, FileAccess.ReadWrite, FileShare.None, FileOptions.RandomAccess);
        Length = RandomAccess.GetLength(_handle);
    }

    public long Length { get; private set; }

    public int Read(long position, Span<byte> buffer)
    {
        int read = 0;
        while (read < buffer.Length)
        {
            int some = RandomAccess.Read(_handle, buffer[read..], position + read);
            if (some == 0)
                break;
            read += some;
        }

        return read;
    }

    public void Write(long position, ReadOnlySpan<byte> bytes)
    {
        RandomAccess.Write(_handle, bytes, position);
        Length = Math.Max(Length, position + bytes.Length);
    }

    public void SetLength(long length)
    {
        RandomAccess.SetLength(_handle, length);
        Length = length;
    }

    public void Sync() => RandomAccess.FlushToDisk(_handle);

    public void Dispose() => _handle.Dispose();
}
