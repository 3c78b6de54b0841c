using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace WorkflowGen.Simulation.Tests;

/// <summary>Many seeds: each core gets a process of its own, with a thread pool of one thread, in which one seed runs after the other.</summary>
internal sealed class Session
{
    public const string Part = "--part";

    public ConcurrentDictionary<int, string> Traces { get; } = new();

    public ConcurrentDictionary<int, string> Violations { get; } = new();

    public Tally Tally { get; } = new();

    public long Events { get; private set; }

    /// <summary>Runs seeds and prints what was done; the exit code says whether everything held.</summary>
    public static async Task<int> RunAsync(int from, int count)
    {
        var watch = Stopwatch.StartNew();
        var session = await OfAsync(from, count);
        Console.WriteLine(session.Summary(watch.Elapsed));
        foreach (var (_, what) in session.Violations.OrderBy(v => v.Key).Take(20))
            Console.WriteLine(what);
        return session.Violations.IsEmpty ? 0 : 1;
    }

    public static async Task<int> ReplayAsync(int seed, bool log)
    {
        if (!SingleThread.IsGiven)
            return await StartAsync([.. log ? (string[])["--seed", $"{seed}", "--log"] : ["--seed", $"{seed}"]], Console.WriteLine);
        var world = new World(seed) { Log = log ? Console.Out : null };
        var violation = await TryAsync(world);
        Console.WriteLine(violation ?? $"Seed {seed}: everything holds; {world.Events} events, trace {world.Trace:x16}. {world.Tally}");
        return violation is null ? 0 : 1;
    }

    public static async Task<Session> OfAsync(int from, int count, Mutation mutation = Mutation.None, bool untilFound = false, (Fault Fault, int Call)? only = null)
    {
        var session = new Session();
        var parts = untilFound ? 1 : Math.Min(Environment.ProcessorCount, count);
        await Task.WhenAll(Enumerable.Range(0, parts).Select(async part =>
        {
            var code = await StartAsync([Part, $"{from + part}", $"{(count - part + parts - 1) / parts}", $"{parts}", $"{mutation}", $"{untilFound}"], session.Take);
            if (code != 0)
                session.Violations.TryAdd(-part, $"The process for part {part} ended with exit code {code}.");
        }));
        return session;
    }

    /// <summary>One process's share.</summary>
    public static async Task<int> RunPartAsync(string[] args)
    {
        if (!SingleThread.IsGiven)
            return 2;
        var (from, count, step) = (Number(args[1]), Number(args[2]), Number(args[3]));
        var mutation = Enum.Parse<Mutation>(args[4]);
        var tally = new Tally();
        var events = 0L;
        for (var i = 0; i < count; i++)
        {
            var world = new World(from + (i * step), mutation);
            var violation = await TryAsync(world);
            if (violation is not null)
                Console.WriteLine($"violation {world.Seed} {Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(violation))}");
            Console.WriteLine($"trace {world.Seed} {world.Trace:x16}");
            tally.Add(world.Tally);
            events += world.Events;
            if (violation is not null && bool.Parse(args[5]))
                break;
        }
        Console.WriteLine($"tally {events} {JsonSerializer.Serialize(new[] { tally.Faults, tally.Features })}");
        return 0;
    }

    public string Summary(TimeSpan took) =>
        $"Simulated {Traces.Count} seeds in {took.TotalSeconds:0} s, {Events} events, {Violations.Count} violations.\n{Tally}";

    private static async Task<string?> TryAsync(World world)
    {
        try
        {
            // Onto the one thread of the pool, and without anything that flows from here.
            await Task.Run(world.RunAsync);
            return null;
        }
        catch (InvariantViolation violation)
        {
            return violation.Message;
        }
        catch (Exception exception)
        {
            return $"Seed {world.Seed}: {exception}";
        }
    }

    private void Take(string line)
    {
        var words = line.Split(' ', 3);
        switch (words[0])
        {
            case "trace":
                Traces[Number(words[1])] = words[2];
                break;
            case "violation":
                Violations[Number(words[1])] = System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(words[2]));
                break;
            case "tally":
                lock (Tally)
                {
                    Events += long.Parse(words[1], CultureInfo.InvariantCulture);
                    var counts = JsonSerializer.Deserialize<Dictionary<string, long>[]>(words[2])!;
                    var tally = new Tally();
                    foreach (var (name, count) in counts[0])
                        tally.Faults[name] = count;
                    foreach (var (name, count) in counts[1])
                        tally.Features[name] = count;
                    Tally.Add(tally);
                }
                break;
        }
    }

    private static async Task<int> StartAsync(string[] args, Action<string> line)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(Session).Assembly.Location, .. args]) { RedirectStandardOutput = true };
        foreach (var (name, value) in SingleThread.Environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync() is { } text)
            line(text);
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
