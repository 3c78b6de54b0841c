namespace WorkflowGen.Chaos.Faults;

/// <summary>The server is stopped as by a power cut, under load, and started again on its files.</summary>
internal sealed class ServerCrashes(PostgresProcess server) : Trouble
{
    public override string Name => "server crashes";

    protected override TimeSpan Pause(Random random) => Between(random, 5, 10);

    protected override async Task InjectAsync(Random random, CancellationToken over)
    {
        await server.CrashAsync();
        await Task.Delay(Between(random, 0, 1.5), CancellationToken.None);
        await server.StartAsync();
    }
}

/// <summary>Connections are cut, one, some or all.</summary>
internal sealed class Cuts(TcpProxy proxy) : Trouble
{
    public override string Name => "cuts of connections";

    protected override TimeSpan Pause(Random random) => Between(random, 0.5, 2);

    protected override Task InjectAsync(Random random, CancellationToken over)
    {
        proxy.Cut(random, random.Next(3) switch { 0 => 0.1, 1 => 0.5, _ => 1 });
        return Task.CompletedTask;
    }
}

/// <summary>A COMMIT reaches the server, and nobody is told what came of it.</summary>
internal sealed class LostAnswers(TcpProxy proxy) : Trouble
{
    public override string Name => "answers to COMMIT lost";

    protected override TimeSpan Pause(Random random) => Between(random, 0.2, 0.8);

    protected override async Task InjectAsync(Random random, CancellationToken over)
    {
        var before = proxy.Swallowed;
        proxy.SwallowNextAnswer();
        while (proxy.Swallowed == before)
            await Task.Delay(20, over);
    }
}
