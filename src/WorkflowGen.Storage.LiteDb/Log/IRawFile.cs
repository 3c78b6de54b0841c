namespace WorkflowGen.Storage.LiteDb;

/// <summary>A file as the disk sees it. What was written before <see cref="Sync"/> returned survives a power loss; of what was written later any part may, or none.</summary>
internal interface IRawFile : IDisposable
{
    long Length { get; }

    /// <summary>Fills the buffer as far as the file goes.</summary>
    /// <returns>How many bytes it got.</returns>
    int Read(long position, Span<byte> buffer);

    /// <summary>Writes; a gap before the position is filled with zeros.</summary>
    void Write(long position, ReadOnlySpan<byte> bytes);

    void SetLength(long length);

    void Sync();
}
