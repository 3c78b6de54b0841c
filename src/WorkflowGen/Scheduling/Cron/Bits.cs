#if NET
using System.Numerics;
#endif

namespace WorkflowGen.Scheduling;

/// <summary>Sets of small numbers as bits.</summary>
internal static class Bits
{
    /// <summary>The smallest number in the set that is at least <paramref name="from"/>; -1: there is none.</summary>
    public static int AtLeast(ulong set, int from)
    {
        if (from > 63)
            return -1;
        var rest = set & (ulong.MaxValue << from);
        return rest == 0 ? -1 : Lowest(rest);
    }

    /// <summary>The largest number in the set that is at most <paramref name="to"/>; -1: there is none.</summary>
    public static int AtMost(ulong set, int to)
    {
        if (to < 0)
            return -1;
        var rest = set & (ulong.MaxValue >> (63 - to));
        return rest == 0 ? -1 : Highest(rest);
    }

    public static bool Has(ulong set, int number) => (set >> number & 1) != 0;

#if NET
    public static int Lowest(ulong set) => BitOperations.TrailingZeroCount(set);

    public static int Highest(ulong set) => 63 - BitOperations.LeadingZeroCount(set);
#else
    public static int Lowest(ulong set)
    {
        var number = 0;
        while ((set & 1) == 0)
        {
            set >>= 1;
            number++;
        }
        return number;
    }

    public static int Highest(ulong set)
    {
        var number = -1;
        while (set != 0)
        {
            set >>= 1;
            number++;
        }
        return number;
    }
#endif
}
