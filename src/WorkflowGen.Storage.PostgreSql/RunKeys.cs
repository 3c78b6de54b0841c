using System.Collections.Concurrent;
using Npgsql;

namespace WorkflowGen.Storage.PostgreSql;

/// <summary>The numbers under which what belongs to a run lies. They ascend within a process; each process takes them from the server in large blocks.</summary>
internal sealed class RunKeys(string schema, NpgsqlDataSource source)
{
    /// <summary>The increment of the sequence.</summary>
    private const long Block = 1_048_576;

    /// <summary>More held runs than this at once are looked up again; nothing else depends on it.</summary>
    private const int MaxHeld = 65_536;

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, long> _held = new(StringComparer.Ordinal);
    private long _next, _end;

    /// <summary>So many numbers that follow each other.</summary>
    /// <returns>The first.</returns>
    public long Reserve(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Block);
        lock (_gate)
        {
            if (_end - _next < count)
            {
                using var connection = source.OpenConnection();
                using var command = new NpgsqlCommand($"SELECT nextval('{schema}.run_key')", connection);
                _next = (long)command.ExecuteScalar()!;
                _end = _next + Block;
            }

            long first = _next;
            _next += count;
            return first;
        }
    }

    /// <summary>Remembers a run that this process holds, so that its commits need not look it up. A stale number does no harm: the guards compare it.</summary>
    public void Hold(string runId, long key)
    {
        if (_held.Count >= MaxHeld)
            _held.Clear();
        _held[runId] = key;
    }

    public void Forget(string runId) => _held.TryRemove(runId, out _);

    public bool TryFind(string runId, out long key) => _held.TryGetValue(runId, out key);
}
