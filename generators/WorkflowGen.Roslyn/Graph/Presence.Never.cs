namespace WorkflowGen.Roslyn.Graph;

/// <summary>The part about what is ruled out altogether.</summary>
internal sealed partial class Presence
{
    /// <summary>Whether no combination of facts lets a node begin. False where they are too many to try.</summary>
    public bool NeverBegins(int node)
    {
        var condition = _starts[node];
        if (Contradicted(condition.Excluded) is not null)
            return true;
        return !condition.IsExact && TableOf(_concerns[node]) is { } table && TruthTable.First(Rows(table, node, condition)) < 0;
    }

    /// <summary>How a set of values leaves none of some fact, as part of a sentence; null: it does not.</summary>
    public string? Contradicted(NodeSet excluded)
    {
        var last = -1;
        foreach (var value in excluded.Items)
        {
            var fact = _facts.FactOf(value);
            if (fact == last)
                continue;
            last = fact;
            if (Enumerable.Range(_facts.OffsetOf(fact), _facts.SizeOf(fact)).All(v => excluded.Contains(v) || _facts.IsImpossible(v)))
                return _facts.Demand(fact);
        }
        return null;
    }
}
