using System.Buffers.Binary;
using System.Text;

namespace WorkflowGen.Journal;

/// <summary>Reads the fields of a record. Every length is checked against what is left before anything is allocated for it.</summary>
internal ref struct RecordReader
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlyMemory<byte> _data;
    private int _position;

    public RecordReader(ReadOnlyMemory<byte> data) => _data = data;

    public readonly int Remaining => _data.Length - _position;

    public byte ReadByte()
    {
        Need(1);
        return _data.Span[_position++];
    }

    public ulong ReadVarint()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var b = ReadByte();
            if (shift == 63 && b > 1)
                break;
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
                return value;
        }
        throw Corrupt("a number is too long");
    }

    /// <summary>A number that must fit a positive <see cref="int"/>.</summary>
    public int ReadInt32()
    {
        var value = ReadVarint();
        return value <= int.MaxValue ? (int)value : throw Corrupt("a number is too large");
    }

    public long ReadInt64()
    {
        var value = ReadVarint();
        return value <= long.MaxValue ? (long)value : throw Corrupt("a number is too large");
    }

    /// <summary>A number of items, each of which takes at least one byte of what follows.</summary>
    public int ReadCount()
    {
        var count = ReadVarint();
        return count <= (ulong)Remaining ? (int)count : throw Corrupt("it says that it has more items than bytes");
    }

    public DateTimeOffset ReadTime()
    {
        Need(sizeof(long));
        var ticks = BinaryPrimitives.ReadInt64LittleEndian(_data.Span[_position..]);
        _position += sizeof(long);
        return ticks >= 0 && ticks <= DateTimeOffset.MaxValue.UtcTicks ? new DateTimeOffset(ticks, TimeSpan.Zero) : throw Corrupt("a time is out of range");
    }

    public DateTimeOffset? ReadOptionalTime()
    {
        var time = ReadTime();
        return time.UtcTicks == 0 ? null : time;
    }

    public string ReadString()
    {
        var bytes = ReadBytes(ReadCount());
        try
        {
            return bytes.IsEmpty ? "" : StrictUtf8.GetString(bytes.Span);
        }
        catch (DecoderFallbackException)
        {
            throw Corrupt("a text is not UTF-8");
        }
    }

    /// <summary>Bytes of the record itself, not a copy.</summary>
    public ReadOnlyMemory<byte> ReadBytes(int count)
    {
        Need(count);
        var bytes = _data.Slice(_position, count);
        _position += count;
        return bytes;
    }

    /// <summary>Bytes behind a length of four bytes.</summary>
    public ReadOnlyMemory<byte> ReadBlock()
    {
        Need(sizeof(uint));
        var length = BinaryPrimitives.ReadUInt32LittleEndian(_data.Span[_position..]);
        _position += sizeof(uint);
        return length <= (uint)Remaining ? ReadBytes((int)length) : throw Corrupt("it is cut short");
    }

    public ReadOnlyMemory<byte> ReadRest() => ReadBytes(Remaining);

    public readonly void End()
    {
        if (Remaining != 0)
            throw Corrupt("it goes on after its end");
    }

    public static JournalException Corrupt(string what) => new(JournalFailure.Corrupt, $"A journal record is damaged: {what}.");

    private readonly void Need(int count)
    {
        if (count > Remaining)
            throw Corrupt("it is cut short");
    }
}
