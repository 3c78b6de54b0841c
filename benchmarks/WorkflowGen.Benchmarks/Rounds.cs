using System.Diagnostics;
using System.Globalization;

namespace WorkflowGen.Benchmarks;

/// <summary>Something that is measured.</summary>
/// <param name="RunAsync">Does it so many times, one after the other.</param>
internal sealed record Candidate(string Name, Func<int, Task> RunAsync);

/// <summary>What was measured of a candidate: nanoseconds for one time, by round.</summary>
internal sealed record Measured(string Name, double[] Nanoseconds, double Bytes)
{
    /// <summary>Processor time of all threads, in nanoseconds for one time, by round: on a machine that has other work, it says more than the clock on the wall.</summary>
    public double[] Processor { get; init; } = [];

    public double Median => Rounds.Median(Nanoseconds);

    /// <summary>The median of the ratios within the same round, which what else the machine does affects alike.</summary>
    public double RatioTo(Measured other) => Rounds.Median([.. Nanoseconds.Zip(other.Nanoseconds, (mine, theirs) => mine / theirs)]);

    /// <summary>As <see cref="RatioTo"/>, of processor time.</summary>
    public double ProcessorRatioTo(Measured other) => Rounds.Median([.. Processor.Zip(other.Processor, (mine, theirs) => mine / theirs)]);

    public string Time => string.Create(
        CultureInfo.InvariantCulture, $"{Rounds.Scaled(Median)} ({Rounds.Scaled(Nanoseconds.Min())} .. {Rounds.Scaled(Nanoseconds.Max())})");
}

/// <summary>Measures candidates side by side: in rounds, each of which runs every one of them for a short while, in turns.</summary>
internal static class Rounds
{
    private const int Count = 31;
    private static readonly TimeSpan s_warmUp = TimeSpan.FromMilliseconds(600);
    private static readonly TimeSpan s_round = TimeSpan.FromMilliseconds(15);

    public static async Task<IReadOnlyList<Measured>> MeasureAsync(params Candidate[] candidates)
    {
        var times = new int[candidates.Length];
        for (var i = 0; i < candidates.Length; i++)
            times[i] = await WarmUpAsync(candidates[i]);

        var nanoseconds = candidates.Select(_ => new double[Count]).ToArray();
        var processor = candidates.Select(_ => new double[Count]).ToArray();
        for (var round = 0; round < Count; round++)
        {
            for (var turn = 0; turn < candidates.Length; turn++)
            {
                // Another one begins each round, so that none always comes after the same.
                var i = (turn + round) % candidates.Length;
                var used = Environment.CpuUsage.TotalTime;
                var start = Stopwatch.GetTimestamp();
                await candidates[i].RunAsync(times[i]);
                nanoseconds[i][round] = Stopwatch.GetElapsedTime(start).TotalNanoseconds / times[i];
                processor[i][round] = (Environment.CpuUsage.TotalTime - used).TotalNanoseconds / times[i];
            }
        }

        var measured = new List<Measured>();
        for (var i = 0; i < candidates.Length; i++)
            measured.Add(new(candidates[i].Name, nanoseconds[i], await BytesAsync(candidates[i], times[i])) { Processor = processor[i] });
        return measured;
    }

    public static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    public static string Scaled(double nanoseconds) => nanoseconds switch
    {
        < 1e3 => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds:0.0} ns"),
        < 1e6 => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1e3:0.00} µs"),
        < 1e9 => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1e6:0.00} ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1e9:0.00} s"),
    };

    // Long enough for the code to be compiled in its last tier; returns how often it fits into a round.
    private static async Task<int> WarmUpAsync(Candidate candidate)
    {
        var times = 1;
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            var before = Stopwatch.GetTimestamp();
            await candidate.RunAsync(times);
            var elapsed = Stopwatch.GetElapsedTime(before);
            if (elapsed < s_round)
                times = (int)Math.Clamp(times * Math.Max(1.2, Math.Min(10, s_round / (elapsed + TimeSpan.FromTicks(1)))), times + 1, 50_000_000);
            else if (Stopwatch.GetElapsedTime(start) > s_warmUp)
                return Math.Max(1, (int)(times * (s_round / elapsed)));
        }
    }

    private static async Task<double> BytesAsync(Candidate candidate, int times)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await candidate.RunAsync(times);
        var bytes = (double)(GC.GetTotalAllocatedBytes(precise: true) - before) / times;

        // The loop's own task, over all times.
        return bytes < 1 ? 0 : bytes;
    }
}
