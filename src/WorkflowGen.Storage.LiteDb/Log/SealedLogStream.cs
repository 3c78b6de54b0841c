namespace WorkflowGen.Storage.LiteDb;

/// <summary>
/// The log of a database that writes a transaction as pages at its end, the last of which carries the mark that makes it count. Pages stay in memory until <see cref="Seal"/>, for two reasons: the
/// database's own commit can never meet an I/O error, which LiteDB does not survive; and the mark is written behind a sync of everything else, so that no power loss leaves the mark without the pages.
/// </summary>
/// <remarks>Used by one thread, or under the caller's lock. After a failed <see cref="Seal"/> what the file holds is unknown: the stream is of no further use.</remarks>
internal sealed class SealedLogStream(IRawFile file) : Stream
{
    private const int PageSize = 8192;

    /// <summary>What a disk writes whole or not at all. The mark lies in the first bytes of a page.</summary>
    private const int SectorSize = 512;

    private const int KeptBuffer = 1024 * PageSize;

    private static readonly byte[] EmptySector = new byte[SectorSize];

    private byte[] _open = new byte[64 * PageSize];
    private int _openLength;
    private long _sealedLength = file.Length;
    private bool _failed;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => true;

    public override long Length => _sealedLength + _openLength;

    public override long Position { get; set; }

    /// <summary>Makes durable what was written since the last seal.</summary>
    public void Seal()
    {
        if (_failed)
            throw new IOException("The log failed before; it has to be opened again.");
        if (_openLength == 0)
            return;
        _failed = true;
        int lastPage = (_openLength - 1) / PageSize * PageSize;
        int mark = Math.Min(SectorSize, _openLength - lastPage);
        var pages = _open.AsSpan(0, _openLength);
        if (lastPage > 0)
            file.Write(_sealedLength, pages[..lastPage]);
        // The file may hold an old page here, with an old mark.
        file.Write(_sealedLength + lastPage, EmptySector.AsSpan(0, mark));
        if (pages.Length > lastPage + mark)
            file.Write(_sealedLength + lastPage + mark, pages[(lastPage + mark)..]);
        file.Sync();
        file.Write(_sealedLength + lastPage, pages.Slice(lastPage, mark));
        file.Sync();
        _sealedLength += _openLength;
        _openLength = 0;
        _failed = false;
        if (_open.Length > KeptBuffer)
            _open = new byte[64 * PageSize];
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int read = 0;
        if (Position < _sealedLength)
        {
            read = file.Read(Position, buffer[..(int)Math.Min(buffer.Length, _sealedLength - Position)]);
            Position += read;
        }

        long at = Position - _sealedLength;
        if (at >= 0 && at < _openLength && read < buffer.Length)
        {
            int more = (int)Math.Min(buffer.Length - read, _openLength - at);
            _open.AsSpan((int)at, more).CopyTo(buffer[read..]);
            Position += more;
            read += more;
        }

        return read;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <exception cref="InvalidOperationException">The position lies in what is sealed: a log only grows.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (Position < _sealedLength)
            throw new InvalidOperationException($"The log is sealed up to {_sealedLength}, and was to be written at {Position}.");
        int at = checked((int)(Position - _sealedLength));
        int end = checked(at + buffer.Length);
        if (end > _open.Length)
            Array.Resize(ref _open, (int)Math.Min(Array.MaxLength, Math.Max(end, _open.Length * 2L)));
        if (at > _openLength)
            Array.Clear(_open, _openLength, at - _openLength);
        buffer.CopyTo(_open.AsSpan(at));
        _openLength = Math.Max(_openLength, end);
        Position += buffer.Length;
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = offset + origin switch
    {
        SeekOrigin.Begin => 0,
        SeekOrigin.Current => Position,
        _ => Length,
    };

    /// <summary>Shorter than what is sealed: durable at once. That is how a log starts over after a checkpoint.</summary>
    public override void SetLength(long value)
    {
        if (value >= _sealedLength)
        {
            int length = checked((int)(value - _sealedLength));
            if (length > _open.Length)
                Array.Resize(ref _open, length);
            if (length > _openLength)
                Array.Clear(_open, _openLength, length - _openLength);
            _openLength = length;
            return;
        }

        file.SetLength(value);
        file.Sync();
        _sealedLength = value;
        _openLength = 0;
    }

    /// <summary>Does nothing: the database asks for a flush at times of its own, and only <see cref="Seal"/> makes a transaction count.</summary>
    public override void Flush()
    {
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            file.Dispose();
        base.Dispose(disposing);
    }
}
