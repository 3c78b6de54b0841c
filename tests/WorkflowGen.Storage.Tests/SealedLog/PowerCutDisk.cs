using WorkflowGen.Storage.LiteDb;

namespace WorkflowGen.Storage.Tests;

/// <summary>
/// A disk whose power fails at the n-th operation: of the sectors that were written since the last sync any subset survives, chosen by a seed, and the file's length is any of those it had. Every operation
/// after that fails.
/// </summary>
internal sealed class PowerCutDisk(int seed, int cutAt)
{
    private const int SectorSize = 512;

    private readonly Random _random = new(seed);
    private readonly List<PowerCutFile> _files = [];
    private int _operations;

    public bool IsCut { get; private set; }

    public IRawFile Create(byte[] content)
    {
        var file = new PowerCutFile(this, content);
        _files.Add(file);
        return file;
    }

    /// <summary>What is on the disk when the power is back.</summary>
    public byte[] AfterPowerLoss(IRawFile file) => ((PowerCutFile)file).Survivor(_random);

    /// <summary>Counts an operation; the one at which the power fails may still reach the disk in part.</summary>
    private void Operate(Action operation)
    {
        if (IsCut)
            throw new IOException("The power is gone.");
        if (++_operations < cutAt)
        {
            operation();
            return;
        }

        IsCut = true;
        operation();
        throw new IOException("The power is gone.");
    }

    private sealed class PowerCutFile(PowerCutDisk disk, byte[] content) : IRawFile
    {
        private readonly HashSet<long> _unsynced = [];
        private byte[] _seen = content;
        private byte[] _durable = [.. content];
        private int _shortest = content.Length;

        public long Length => _seen.Length;

        public int Read(long position, Span<byte> buffer)
        {
            if (disk.IsCut)
                throw new IOException("The power is gone.");
            int count = (int)Math.Clamp(_seen.Length - position, 0, buffer.Length);
            _seen.AsSpan((int)Math.Min(position, _seen.Length), count).CopyTo(buffer);
            return count;
        }

        public void Write(long position, ReadOnlySpan<byte> bytes)
        {
            byte[] copy = bytes.ToArray();
            disk.Operate(() =>
            {
                if (position + copy.Length > _seen.Length)
                    Array.Resize(ref _seen, (int)position + copy.Length);
                copy.CopyTo(_seen, position);
                for (long sector = position / SectorSize; sector * SectorSize < position + copy.Length; sector++)
                    _unsynced.Add(sector);
            });
        }

        public void SetLength(long length) => disk.Operate(() =>
        {
            Array.Resize(ref _seen, (int)length);
            _shortest = (int)Math.Min(_shortest, length);
        });

        public void Sync()
        {
            // A sync during which the power fails has promised nothing.
            disk.Operate(static () => { });
            _durable = [.. _seen];
            _unsynced.Clear();
            _shortest = _seen.Length;
        }

        public byte[] Survivor(Random random)
        {
            int[] lengths = [_durable.Length, _seen.Length, _shortest];
            byte[] survivor = [.. _durable];
            Array.Resize(ref survivor, lengths[random.Next(lengths.Length)]);
            int odds = random.Next(1, 10);
            foreach (long sector in _unsynced)
            {
                int at = (int)(sector * SectorSize), length = Math.Min(SectorSize, Math.Min(_seen.Length, survivor.Length) - at);
                if (length > 0 && random.Next(10) < odds)
                    _seen.AsSpan(at, length).CopyTo(survivor.AsSpan(at));
            }

            return survivor;
        }

        public void Dispose()
        {
        }
    }
}
