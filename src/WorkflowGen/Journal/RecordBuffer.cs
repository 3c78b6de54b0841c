using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;

namespace WorkflowGen.Journal;

/// <summary>
/// A growing pooled buffer into which records are encoded one after the other. It is also what handoffs are serialised into, so that their bytes are written once, in place.
/// </summary>
internal sealed class RecordBuffer : IBufferWriter<byte>
{
    private const int InitialSize = 512;

    private byte[] _bytes = [];
    private int _payloadLimit = int.MaxValue;
    private int _payloadStart;

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Slice(int start, int length) => new(_bytes, start, length);

    /// <summary>Forgets what was written from a place on.</summary>
    public void Truncate(int length) => Length = length;

    /// <summary>Starts over with the same memory when nobody can be reading it any more; with other memory (and none for now) when a store may still be.</summary>
    public void Reset(bool mayBeRead)
    {
        var bytes = _bytes;
        _bytes = [];
        Length = 0;
        if (!mayBeRead && bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(bytes);
    }

    public void WriteByte(byte value)
    {
        Reserve(1)[0] = value;
        Length++;
    }

    public void WriteVarint(ulong value)
    {
        var span = Reserve(10);
        var i = 0;
        while (value >= 0x80)
        {
            span[i++] = (byte)(value | 0x80);
            value >>= 7;
        }
        span[i++] = (byte)value;
        Length += i;
    }

    /// <summary>Writes an instant as the ticks of its UTC time.</summary>
    public void WriteTime(DateTimeOffset time)
    {
        BinaryPrimitives.WriteInt64LittleEndian(Reserve(sizeof(long)), time.UtcTicks);
        Length += sizeof(long);
    }

    /// <summary>Writes an instant or none, which is 0.</summary>
    public void WriteTime(DateTimeOffset? time) => WriteTime(time ?? default);

    public void WriteUtf8(ReadOnlySpan<byte> utf8)
    {
        WriteVarint((ulong)utf8.Length);
        WriteRaw(utf8);
    }

    public void WriteString(string value)
    {
        var count = Encoding.UTF8.GetByteCount(value);
        WriteVarint((ulong)count);
        Length += Encoding.UTF8.GetBytes(value, Reserve(count));
    }

    public void WriteRaw(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        Length += bytes.Length;
    }

    public void WriteUInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(Reserve(sizeof(uint)), value);
        Length += sizeof(uint);
    }

    public void PatchUInt32(int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(at), value);

    /// <summary>From here on, until <see cref="EndPayload"/>, no more than so many bytes may be written by way of <see cref="IBufferWriter{T}"/>.</summary>
    public void BeginPayload(int limit)
    {
        _payloadStart = Length;
        _payloadLimit = limit;
    }

    public int EndPayload()
    {
        _payloadLimit = int.MaxValue;
        return Length - _payloadStart;
    }

    void IBufferWriter<byte>.Advance(int count)
    {
        Debug.Assert(count <= _bytes.Length - Length);
        Length += count;
        if (Length - _payloadStart > _payloadLimit)
            throw new PayloadTooLargeException();
    }

    Memory<byte> IBufferWriter<byte>.GetMemory(int sizeHint)
    {
        Limit(sizeHint);
        Reserve(Math.Max(sizeHint, 1));
        return _bytes.AsMemory(Length);
    }

    Span<byte> IBufferWriter<byte>.GetSpan(int sizeHint)
    {
        Limit(sizeHint);
        return Reserve(Math.Max(sizeHint, 1));
    }

    // A serialiser asks for up to six times what a string will take. More than that means that the value is too large, seen before the memory is taken.
    private void Limit(int sizeHint)
    {
        if (sizeHint > (6L * _payloadLimit) + 4096)
            throw new PayloadTooLargeException();
    }

    private Span<byte> Reserve(int count)
    {
        if (count > _bytes.Length - Length)
            Grow(count);
        return _bytes.AsSpan(Length);
    }

    private void Grow(int count)
    {
        var size = Math.Max(InitialSize, Math.Max(checked(Length + count), (int)Math.Min(2L * _bytes.Length, Array.MaxLength)));
        var larger = ArrayPool<byte>.Shared.Rent(size);
        _bytes.AsSpan(0, Length).CopyTo(larger);
        // Entries are handed to a store only by Slice, after the last growth: nobody else can see the smaller array.
        if (_bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}

/// <summary>A serialiser has written more than the limit.</summary>
internal sealed class PayloadTooLargeException : Exception;
