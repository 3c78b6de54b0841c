using System.Globalization;
using WorkflowGen.Chaos.Faults;

namespace WorkflowGen.Chaos;

/// <summary>A store that can be troubled: where it is, and what can be done to it beside what can be done to its workers.</summary>
internal abstract class Scene : IAsyncDisposable
{
    /// <summary>What the processes are given.</summary>
    public abstract string Store { get; }

    public virtual IEnumerable<Trouble> Troubles => [];

    public virtual ValueTask DisposeAsync() => default;

    public static async Task<Scene> SetAsync(string store, string folder) => store switch
    {
        "sqlite" => new SqliteScene(folder),
        "postgres" => await PostgresScene.StartAsync(),
        _ => throw new ArgumentException($"'{store}' is not a store that can be tried: sqlite or postgres."),
    };

    private sealed class SqliteScene(string folder) : Scene
    {
        private readonly SmallDisk? _disk = SmallDisk.TryMake(Path.Combine(folder, "disk"));

        public override string Store => $"sqlite:{Path.Combine(folder, "disk", "runs.db")}";

        public override IEnumerable<Trouble> Troubles => _disk is null ? [] : [new FullDisks(_disk)];

        public override ValueTask DisposeAsync()
        {
            _disk?.Dispose();
            return default;
        }
    }

    private sealed class PostgresScene(PostgresProcess server, TcpProxy proxy, string connection) : Scene
    {
        public override string Store => $"postgres:{connection}";

        public override IEnumerable<Trouble> Troubles => [new ServerCrashes(server), new Cuts(proxy), new LostAnswers(proxy)];

        public static async Task<Scene> StartAsync()
        {
            var server = new PostgresProcess(Path.Combine(Path.GetTempPath(), $"workflowgen-chaos-postgres-{Environment.ProcessId}"));
            var parts = (await server.StartAsync()).Split(';').Select(p => p.Split('=')).ToDictionary(p => p[0], p => p[1]);
            var proxy = new TcpProxy(int.Parse(parts["Port"], CultureInfo.InvariantCulture));
            parts["Port"] = proxy.Port.ToString(CultureInfo.InvariantCulture);
            return new PostgresScene(server, proxy, string.Join(';', parts.Select(p => $"{p.Key}={p.Value}")));
        }

        public override async ValueTask DisposeAsync()
        {
            await proxy.DisposeAsync();
            await server.StopAsync();
        }
    }
}
