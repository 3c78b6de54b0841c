namespace WorkflowGen.CodeFixes.Repairs;

/// <summary>Finds the names that a misspelt one may stand for.</summary>
internal static class Nearness
{
    /// <summary>Those that differ in few letters, the nearest first; among equally near ones, in the order given.</summary>
    public static IEnumerable<string> Nearest(string wrong, IEnumerable<string> names)
    {
        var most = wrong.Length / 3;
        return names.Distinct(StringComparer.Ordinal)
            .Where(n => n != wrong)
            .Select(n => (Name: n, Distance: Distance(wrong, n)))
            .Where(n => n.Distance <= most)
            .OrderBy(n => n.Distance)
            .Select(n => n.Name);
    }

    // Letters left out, put in, mistaken, or swapped with their neighbour; upper and lower case are one. (Optimal string alignment.)
    private static int Distance(string one, string other)
    {
        var rows = new int[one.Length + 1, other.Length + 1];
        for (var i = 0; i <= one.Length; i++)
            rows[i, 0] = i;
        for (var j = 0; j <= other.Length; j++)
            rows[0, j] = j;
        for (var i = 1; i <= one.Length; i++)
        {
            for (var j = 1; j <= other.Length; j++)
            {
                var mistaken = IsSame(one[i - 1], other[j - 1]) ? 0 : 1;
                rows[i, j] = Math.Min(Math.Min(rows[i - 1, j] + 1, rows[i, j - 1] + 1), rows[i - 1, j - 1] + mistaken);
                if (i > 1 && j > 1 && IsSame(one[i - 1], other[j - 2]) && IsSame(one[i - 2], other[j - 1]))
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }
        }
        return rows[one.Length, other.Length];
    }

    private static bool IsSame(char one, char other) => char.ToUpperInvariant(one) == char.ToUpperInvariant(other);
}
