using System.Net;
using System.Net.Sockets;

namespace WorkflowGen.Chaos.Faults;

/// <summary>Stands between the processes and a server: it can cut all connections, or let a request through and cut the answer off.</summary>
internal sealed class TcpProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _serverPort;
    private readonly CancellationTokenSource _over = new();
    private readonly HashSet<Link> _links = [];
    private readonly Task _accepting;
    private int _swallow;

    public TcpProxy(int serverPort)
    {
        _serverPort = serverPort;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many requests were let through and their answers were not.</summary>
    public int Swallowed { get; private set; }

    /// <summary>How many connections there are.</summary>
    public int Links
    {
        get
        {
            lock (_links)
                return _links.Count;
        }
    }

    /// <summary>Cuts each connection with the given probability.</summary>
    public void Cut(Random random, double part)
    {
        Link[] cut;
        lock (_links)
            cut = [.. _links.Where(_ => random.NextDouble() < part)];
        foreach (var link in cut)
            link.Cut();
    }

    /// <summary>The next request that says COMMIT reaches the server; its answer reaches nobody, and the connection is gone.</summary>
    public void SwallowNextAnswer() => Volatile.Write(ref _swallow, 1);

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        _listener.Stop();
        Cut(new Random(1), 1);
        await _accepting;
        _over.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_over.Token);
                _ = ServeAsync(client);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var server = new TcpClient { NoDelay = true };
        client.NoDelay = true;
        var link = new Link(client, server);
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _serverPort, _over.Token);
            lock (_links)
                _links.Add(link);
            await Task.WhenAny(RequestsAsync(link), AnswersAsync(link));
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
        }
        finally
        {
            lock (_links)
                _links.Remove(link);
            link.Cut();
        }
    }

    private async Task RequestsAsync(Link link)
    {
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await link.Client.GetStream().ReadAsync(buffer)) > 0)
        {
            if (buffer.AsSpan(0, read).IndexOf("COMMIT"u8) >= 0 && Interlocked.Exchange(ref _swallow, 0) == 1)
                link.Swallows = true;
            await link.Server.GetStream().WriteAsync(buffer.AsMemory(0, read));
        }
    }

    private async Task AnswersAsync(Link link)
    {
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await link.Server.GetStream().ReadAsync(buffer)) > 0)
        {
            if (link.Swallows)
            {
                Swallowed++;
                return;
            }
            await link.Client.GetStream().WriteAsync(buffer.AsMemory(0, read));
        }
    }

    private sealed class Link(TcpClient client, TcpClient server)
    {
        public TcpClient Client => client;

        public TcpClient Server => server;

        public volatile bool Swallows;

        public void Cut()
        {
            // No farewell: the other side sees a reset, as when a machine is gone.
            client.Client?.Close(0);
            server.Client?.Close(0);
        }
    }
}
