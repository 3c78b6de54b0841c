namespace WorkflowGen.Journal;

/// <summary>A shape as it is recorded: a hash of graph and types, then <c>+name:contract</c> for each value that has an upcaster.</summary>
internal static class ShapeText
{
    /// <summary>Whether what is recorded in the one is in the other, too.</summary>
    public static bool AreSame(string one, string other) => Hash(one).SequenceEqual(Hash(other));

    /// <summary>Whether a value is written alike in both, by what both say.</summary>
    /// <param name="names">What the value is called in the one.</param>
    /// <param name="name">What it is called in the other.</param>
    public static bool AgreeOn(string one, IEnumerable<string> names, string other, string name)
    {
        var contract = ContractOf(name, other);
        if (contract.IsEmpty)
            return false;
        foreach (var former in names)
        {
            if (contract.SequenceEqual(ContractOf(former, one)))
                return true;
        }
        return false;
    }

    private static ReadOnlySpan<char> Hash(string shape) => shape.IndexOf('+') is >= 0 and var end ? shape.AsSpan(0, end) : shape;

    private static ReadOnlySpan<char> ContractOf(string name, string shape)
    {
        foreach (var range in shape.AsSpan().Split('+'))
        {
            var part = shape.AsSpan(range);
            if (part.Length > name.Length && part[name.Length] == ':' && part.StartsWith(name, StringComparison.Ordinal))
                return part[(name.Length + 1)..];
        }
        return default;
    }
}
