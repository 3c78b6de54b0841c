using Microsoft.Extensions.Hosting;
using WorkflowGen.Storage;

namespace WorkflowGen.Chaos;

/// <summary>One of the processes that execute: it runs until it is killed, or told to stop.</summary>
internal static class Worker
{
    public static async Task<int> RunAsync(string store, string folder, string name)
    {
        using var effects = new Effects(Path.Combine(folder, $"effects-{name}"));
        using var time = new ShiftedTime(ClockFile(folder, name));
        using var host = await StartAsync(store, effects, time, name);
        Console.WriteLine("ready");
        await host.WaitForShutdownAsync();
        return 0;
    }

    /// <summary>As whoever watches over a service does: a store that cannot be reached at the moment is tried again.</summary>
    private static async Task<IHost> StartAsync(string store, Effects effects, ShiftedTime time, string name)
    {
        while (true)
        {
            var host = Engine.Build(store, effects, time, name, executes: true);
            try
            {
                await host.StartAsync();
                return host;
            }
            catch (StoreException exception) when (exception.Failure is StoreFailure.Unavailable or StoreFailure.Locked)
            {
                host.Dispose();
                await Task.Delay(200);
            }
        }
    }

    public static string ClockFile(string folder, string name) => Path.Combine(folder, $"clock-{name}");
}
