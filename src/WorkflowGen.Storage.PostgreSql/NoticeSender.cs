using System.Diagnostics.CodeAnalysis;
using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace WorkflowGen.Storage.PostgreSql;

/// <summary>
/// Tells the other workers what was committed here, after it was: a notice within the commit's transaction would make all commits of the server that have one wait for each other's flush. What gathers while one notice is on its way goes together
/// in the next, so that there are few, however many commits.
/// </summary>
internal sealed class NoticeSender(PostgreSqlLocation location, Sessions sessions)
{
    /// <summary>PostgreSQL refuses a payload of 8,000 bytes.</summary>
    private const int MaxPayload = 7900;

    /// <summary>More than this in one go are not worth telling one by one.</summary>
    private const int MaxRuns = 4096;

    private readonly Lock _gate = new();
    private HashSet<string> _messages = new(StringComparer.Ordinal), _ended = new(StringComparer.Ordinal);
    private bool _due, _missed, _sending;

    /// <summary>Tells this worker's notices from others'.</summary>
    public string Sender { get; } = Guid.NewGuid().ToString("N")[..12];

    public void Due()
    {
        lock (_gate)
            _due = true;
    }

    public void Message(string runId) => Add(_messages, runId);

    public void Ended(string runId) => Add(_ended, runId);

    /// <summary>Sends what has gathered, soon and not on this thread.</summary>
    public void Send()
    {
        if (!location.NoticesEnabled)
            return;
        lock (_gate)
        {
            if (_sending || IsEmpty)
                return;
            _sending = true;
        }

        _ = Task.Run(SendAllAsync);
    }

    /// <summary>What a notice says; null: it is one of this worker's own, or of a newer version's.</summary>
    public IEnumerable<StoreNotice>? Read(string payload)
    {
        string[] parts = payload.Split(' ');
        if (parts.Length < 3 || parts[0] != "1" || parts[1] == Sender)
            return null;
        return parts.Skip(2).Select(static part => part switch
        {
            "D" => new StoreNotice(StoreNoticeKind.Due, null),
            "?" => new StoreNotice(StoreNoticeKind.Missed, null),
            ['M', ..] => new StoreNotice(StoreNoticeKind.Message, part[1..]),
            ['E', ..] => new StoreNotice(StoreNoticeKind.Ended, part[1..]),
            _ => new StoreNotice(StoreNoticeKind.Missed, null),
        });
    }

    private bool IsEmpty => !_due && !_missed && _messages.Count == 0 && _ended.Count == 0;

    private void Add(HashSet<string> runs, string runId)
    {
        lock (_gate)
        {
            if (runs.Count < MaxRuns)
                runs.Add(runId);
            else
                _missed = true;
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Notices are hints: who does not get one looks a moment later.")]
    private async Task SendAllAsync()
    {
        while (Take() is { } payloads)
        {
            try
            {
                await sessions.AskAsync(NotifyAsync, payloads, onlyReads: true, CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception)
            {
                // The server is away; whoever listened has lost its connection, too, and will look by itself.
            }
        }
    }

    private async Task<bool> NotifyAsync(NpgsqlConnection connection, string[] payloads, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pg_notify($1, p) FROM unnest($2) p", connection);
        command.Parameters.Add(new() { Value = location.Schema, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = payloads, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        await command.PrepareAsync(cancellationToken).ConfigureAwait(false);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    private string[]? Take()
    {
        var words = new List<string>();
        lock (_gate)
        {
            if (IsEmpty)
            {
                _sending = false;
                return null;
            }

            if (_missed)
                words.Add("?");
            if (_due)
                words.Add("D");
            words.AddRange(_messages.Select(static id => "M" + id));
            words.AddRange(_ended.Select(static id => "E" + id));
            (_due, _missed) = (false, false);
            _messages.Clear();
            _ended.Clear();
        }

        var payloads = new List<string>();
        var payload = new StringBuilder();
        foreach (string word in words)
        {
            if (payload.Length + word.Length + 1 > MaxPayload)
            {
                payloads.Add(payload.ToString());
                payload.Clear();
            }

            if (payload.Length == 0)
                payload.Append("1 ").Append(Sender);
            payload.Append(' ').Append(word);
        }

        payloads.Add(payload.ToString());
        return [.. payloads];
    }
}
