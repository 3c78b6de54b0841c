namespace WorkflowGen.Testing;

/// <summary>The second faults: after each single one, at the calls that were made after it. Where there are more than shall be tried, the seed chooses.</summary>
internal static class CrashPairs
{
    public static IEnumerable<CrashFaults> Of(IReadOnlyList<(CrashPoint First, int Calls)> disturbed, CrashOptions options, CrashReport report)
    {
        if (options.Only is { } only && options.Pairs is null)
            return options.Then is { } then ? [new CrashFaults(only, then)] : [];

        // All pairs in a row, by where each first fault's begin.
        var ends = new long[disturbed.Count];
        long all = 0;
        for (var i = 0; i < ends.Length; i++)
            ends[i] = all += (long)Math.Max(0, disturbed[i].Calls - disturbed[i].First.Call) * options.Faults.Count;
        report.PossiblePairs = all;
        return Chosen(all, options.Pairs ?? disturbed.Count / 3, options.Seed).Select(Pair);

        CrashFaults Pair(long number)
        {
            var first = Array.BinarySearch(ends, number + 1);
            first = first < 0 ? ~first : first;
            // Several may end at the same place: all but the first of them are empty.
            while (first > 0 && ends[first - 1] > number)
                first--;
            var point = disturbed[first].First;
            var within = number - (first == 0 ? 0 : ends[first - 1]);
            return new CrashFaults(point, new CrashPoint(options.Faults[(int)(within % options.Faults.Count)], point.Call + 1 + (int)(within / options.Faults.Count)));
        }
    }

    private static IEnumerable<long> Chosen(long all, int most, int seed)
    {
        if (all <= most)
        {
            for (long i = 0; i < all; i++)
                yield return i;
            yield break;
        }
        var random = new Random(seed);
        var chosen = new SortedSet<long>();
        while (chosen.Count < most)
            chosen.Add(random.NextInt64(all));
        foreach (var number in chosen)
            yield return number;
    }
}
