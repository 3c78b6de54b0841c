namespace WorkflowGen.Roslyn.Graph;

/// <summary>When something happens.</summary>
/// <param name="Excluded">Values of facts that rule it out.</param>
/// <param name="IsExact">Whether it happens wherever none of those is: if not, there is more to it, which a <see cref="TruthTable"/> knows.</param>
internal readonly record struct Condition(NodeSet Excluded, bool IsExact)
{
    public bool IsCertain => IsExact && Excluded.IsEmpty;

    public Condition And(Condition other)
    {
        if (other.IsCertain)
            return this;
        var excluded = Excluded.Copy();
        excluded.UnionWith(other.Excluded);
        return new(excluded, IsExact && other.IsExact);
    }

    public Condition Without(int value)
    {
        var excluded = Excluded.Copy();
        excluded.Add(value);
        return this with { Excluded = excluded };
    }
}
