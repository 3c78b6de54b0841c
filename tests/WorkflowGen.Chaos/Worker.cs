using Microsoft.Extensions.Hosting;

namespace WorkflowGen.Chaos;

/// <summary>One of the processes that execute: it runs until it is killed, or told to stop.</summary>
internal static class Worker
{
    public static async Task<int> RunAsync(string store, string folder, string name)
    {
        using var effects = new Effects(Path.Combine(folder, $"effects-{name}"));
        using var time = new ShiftedTime(ClockFile(folder, name));
        using var host = Engine.Build(store, effects, time, name, executes: true);
        await host.StartAsync();
        Console.WriteLine("ready");
        await host.WaitForShutdownAsync();
        return 0;
    }

    public static string ClockFile(string folder, string name) => Path.Combine(folder, $"clock-{name}");
}
