using System.Diagnostics.CodeAnalysis;
using Npgsql;

namespace WorkflowGen.Storage.PostgreSql;

/// <summary>The one connection of a worker that listens, from the first subscription on. When it breaks, it is made again, and the listeners are told that they may have missed something.</summary>
internal sealed class NoticeListener(NpgsqlDataSource source, PostgreSqlLocation location, NoticeSender sender) : IAsyncDisposable
{
    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(200), s_longestPause = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private Action<StoreNotice>[] _listeners = [];
    private Task? _listening;

    /// <summary>Connects before it returns, if the server can be reached, so that nothing after it is missed.</summary>
    public IDisposable Subscribe(Action<StoreNotice> listener)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_stop.IsCancellationRequested, this);
            _listeners = [.. _listeners, listener];
            if (location.NoticesEnabled)
                _listening ??= ListenAsync(TryConnect());
        }

        return new Subscription(this, listener);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        Task? listening;
        lock (_gate)
            listening = _listening;
        if (listening is not null)
            await listening.ConfigureAwait(false);
        _stop.Dispose();
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever the trouble with the connection is: it is made again.")]
    private NpgsqlConnection? TryConnect()
    {
        NpgsqlConnection? connection = null;
        try
        {
            connection = source.OpenConnection();
            using var listen = new NpgsqlCommand($"LISTEN {location.Schema}", connection);
            listen.ExecuteNonQuery();
            return connection;
        }
        catch (Exception)
        {
            connection?.Dispose();
            return null;
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever the trouble with the connection is: it is made again.")]
    private async Task ListenAsync(NpgsqlConnection? connection)
    {
        var pause = s_firstPause;
        bool missed = connection is null;
        await Task.Yield();
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                if (connection is null)
                {
                    await Task.Delay(pause, _stop.Token).ConfigureAwait(false);
                    pause = pause * 2 < s_longestPause ? pause * 2 : s_longestPause;
                    connection = await source.OpenConnectionAsync(_stop.Token).ConfigureAwait(false);
                    await using var listen = new NpgsqlCommand($"LISTEN {location.Schema}", connection);
                    await listen.ExecuteNonQueryAsync(_stop.Token).ConfigureAwait(false);
                }

                pause = s_firstPause;
                connection.Notification += OnNotification;
                if (missed)
                    Tell(new StoreNotice(StoreNoticeKind.Missed, null));
                missed = true;
                while (true)
                    await connection.WaitAsync(_stop.Token).ConfigureAwait(false);
            }
            catch (Exception)
            {
                Sessions.Drop(connection);
                connection = null;
            }
        }

        Sessions.Drop(connection);
    }

    private void OnNotification(object? _, NpgsqlNotificationEventArgs notification)
    {
        foreach (var notice in sender.Read(notification.Payload) ?? [])
            Tell(notice);
    }

    private void Tell(StoreNotice notice)
    {
        foreach (var listener in Volatile.Read(ref _listeners))
            listener(notice);
    }

    private sealed class Subscription(NoticeListener owner, Action<StoreNotice> listener) : IDisposable
    {
        private bool _disposed;

        public void Dispose()
        {
            lock (owner._gate)
            {
                if (_disposed)
                    return;
                _disposed = true;
                var rest = owner._listeners.ToList();
                rest.Remove(listener);
                owner._listeners = [.. rest];
            }
        }
    }
}
