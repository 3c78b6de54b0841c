using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WorkflowGen.Chaos.Accounting;
using WorkflowGen.Chaos.Faults;
using WorkflowGen.Hosting;
using WorkflowGen.Storage;

namespace WorkflowGen.Chaos;

/// <summary>Workers and clients go on while everything is done to them; then it is quiet, all runs end, and the books are closed.</summary>
internal static class Storm
{
    /// <returns>0: everything adds up; 1: it does not.</returns>
    public static async Task<int> RunAsync(Arguments arguments)
    {
        var folder = arguments.Folder ?? Directory.CreateTempSubdirectory("workflowgen-chaos-").FullName;
        Directory.CreateDirectory(folder);
        var result = await RunAsync(arguments, folder);
        if (result == 0 && arguments.Folder is null)
            Directory.Delete(folder, recursive: true);
        return result;
    }

    private static async Task<int> RunAsync(Arguments arguments, string folder)
    {
        await using var scene = await Scene.SetAsync(arguments.Store, folder);
        Environment.SetEnvironmentVariable(BrokenStore.Variable, arguments.Broken);
        Console.WriteLine($"{arguments.Runs:N0} runs on {arguments.Store}, {arguments.Workers} workers, {arguments.Seconds} s of faults, seed {arguments.Seed}, in {folder}");

        using var effects = new Effects(Path.Combine(folder, "effects-controller"));
        using var host = Engine.Build(scene.Store, effects, TimeProvider.System, "controller", executes: false);
        await host.StartAsync();
        var workers = Enumerable.Range(1, arguments.Workers).Select(n => new WorkerProcess(scene.Store, folder, $"w{n}")).ToList();
        try
        {
            return await RunAsync(arguments, scene, host.Services, workers, folder);
        }
        finally
        {
            foreach (var worker in workers)
                worker.Dispose();
            await host.StopAsync();
        }
    }

    private static async Task<int> RunAsync(Arguments arguments, Scene scene, IServiceProvider services, List<WorkerProcess> workers, string folder)
    {
        foreach (var worker in workers)
            worker.Start();
        var administration = services.GetRequiredService<WorkflowAdministration>();
        var duration = TimeSpan.FromSeconds(arguments.Seconds);
        var traffic = new Traffic(new Kinds(services), arguments.Runs, duration);
        var victims = new Victims(workers);
        Trouble[] troubles = [new Kills(victims), new Freezes(victims), new Clocks(victims), .. scene.Troubles];
        var random = new Random(arguments.Seed);

        var watch = Stopwatch.StartNew();
        using var over = new CancellationTokenSource(duration);
        var injecting = Task.WhenAll(troubles.Select(t => t.RunAsync(new Random(random.Next()), over.Token)));
        var clients = traffic.RunAsync(CancellationToken.None);
        while (!injecting.IsCompleted)
        {
            await Task.WhenAny(injecting, Task.Delay(TimeSpan.FromSeconds(5)));
            Console.WriteLine($"{watch.Elapsed.TotalSeconds,6:N0} s  {traffic.Started,7:N0} started  {traffic.Repeated,5:N0} calls repeated  {string.Join(", ", troubles.Select(t => $"{t.Count} {t.Name}"))}");
        }
        await injecting;

        var quiet = Stopwatch.StartNew();
        await clients;
        var settled = await SettleAsync(administration, quiet, TimeSpan.FromSeconds(arguments.Patience));
        var recovery = quiet.Elapsed;
        foreach (var worker in workers)
            await worker.StopAsync();

        var accounts = new Accounts(services, folder);
        var wrong = new List<string>(await accounts.ReconcileAsync(arguments.Runs));
        if (!settled)
            wrong.Insert(0, $"not all runs had ended {recovery.TotalSeconds:N0} s after the faults");
        wrong.AddRange(workers.Select(w => w.Died).OfType<string>());
        foreach (var trouble in troubles.Where(t => t.Count == 0))
            wrong.Add($"nothing was ever {trouble.Name}: this was no storm");

        Console.WriteLine($"faults      {string.Join(", ", troubles.Select(t => $"{t.Count} {t.Name}"))}");
        Console.WriteLine($"runs        {accounts.Completed:N0} completed, {accounts.Failed:N0} failed as they should, {accounts.Cancelled:N0} cancelled, {accounts.Parked:N0} parked with their reason");
        Console.WriteLine($"effects     {accounts.Effects:N0}, of which {accounts.Repeats:N0} were repeats of what had not been committed");
        Console.WriteLine($"recovery    {recovery.TotalSeconds:N1} s after the faults stopped (goal: 60 s)");
        Console.WriteLine(wrong.Count == 0 ? "accounting  everything adds up" : $"accounting  {wrong.Count:N0} things do not add up:");
        foreach (var line in wrong.Take(20))
            Console.WriteLine($"  {line}");
        return wrong.Count == 0 ? 0 : 1;
    }

    private static async Task<bool> SettleAsync(WorkflowAdministration administration, Stopwatch quiet, TimeSpan patience)
    {
        var said = TimeSpan.Zero;
        while (quiet.Elapsed < patience)
        {
            var counts = await administration.CountAsync();
            var open = counts.Where(c => !c.Key.IsTerminal() && c.Key != RunStatus.Parked).Sum(c => c.Value);
            if (open == 0)
                return true;
            if (quiet.Elapsed - said > TimeSpan.FromSeconds(5))
            {
                said = quiet.Elapsed;
                Console.WriteLine($"  quiet for {said.TotalSeconds:N0} s, {open:N0} runs under way");
            }
            await Task.Delay(100);
        }
        return false;
    }
}
