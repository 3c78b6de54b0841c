namespace WorkflowGen.Storage.LiteDb;

/// <summary>The data file, which is written only in a checkpoint; its flush reaches the disk. A database that wants to mark the file as damaged is refused: it stays as it is.</summary>
internal sealed class RawFileStream(IRawFile file) : Stream
{
    /// <summary>Whether a checkpoint is under way.</summary>
    public bool IsWritable { get; set; }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => true;

    public override long Length => file.Length;

    public override long Position { get; set; }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int read = file.Read(Position, buffer);
        Position += read;
        return read;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        RefuseUnlessWritable();
        file.Write(Position, buffer);
        Position += buffer.Length;
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = offset + origin switch
    {
        SeekOrigin.Begin => 0,
        SeekOrigin.Current => Position,
        _ => Length,
    };

    public override void SetLength(long value)
    {
        RefuseUnlessWritable();
        file.SetLength(value);
    }

    public override void Flush() => file.Sync();

    private void RefuseUnlessWritable()
    {
        if (!IsWritable)
            throw new InvalidOperationException("The data file is written in a checkpoint only.");
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            file.Dispose();
        base.Dispose(disposing);
    }
}
