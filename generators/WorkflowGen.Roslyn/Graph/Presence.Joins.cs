using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Graph;

/// <summary>The part about joins, whose condition is more than a set of values.</summary>
internal sealed partial class Presence
{
    private readonly Dictionary<string, TruthTable?> _tables = new(StringComparer.Ordinal);

    /// <summary>When a join is decided with as many results as it needs.</summary>
    public Condition ConditionOf(GraphNode node, JoinUse join)
    {
        var members = join.Members.Select(m => MemberCondition(node, join, m)).ToList();
        if (members.Count == 0)
            return new(new NodeSet(_facts.Values), IsExact: true);
        var shared = members[0].Excluded.Copy();
        foreach (var member in members)
            shared.IntersectWith(member.Excluded);
        if (members.All(m => m.IsCertain) && join.Need <= members.Count)
            return members[0];
        var condition = new Condition(shared, IsExact: false);
        if (TableOf(ConcernsOf(node, join)) is not { } table)
            return condition;

        // Where it holds exactly when what its members share does, the rest of what they ask for cancels out.
        var expected = table.Where(shared);
        TruthTable.AndNot(expected, Rows(table, node, join));
        return condition with { IsExact = TruthTable.First(expected) < 0 };
    }

    /// <summary>A table over the facts that some nodes or joins depend on; null: they are too many.</summary>
    public TruthTable? TableOf(NodeSet concerns)
    {
        // One table per set of facts: what it knows of nodes then serves all joins over the same facts.
        var facts = concerns.Items.ToList();
        var key = string.Join(",", facts);
        if (!_tables.TryGetValue(key, out var table))
            _tables[key] = table = TruthTable.Over(_facts, facts);
        return table;
    }

    /// <summary>The facts that a node's completion depends on.</summary>
    public NodeSet ConcernsOf(int node) => _concerns[node];

    public NodeSet ConcernsOf(GraphNode node, JoinUse join)
    {
        var concerns = new NodeSet(_facts.Count);
        foreach (var member in join.Members)
        {
            concerns.UnionWith(_concerns[member.Index]);
            foreach (var value in MemberCondition(node, join, member).Excluded.Items)
                concerns.Add(_facts.FactOf(value));
        }
        return concerns;
    }

    /// <summary>The rows in which the join is decided with as many results as it needs.</summary>
    public ulong[] Rows(TruthTable table, GraphNode node, JoinUse join) =>
        table.AtLeast(join.Need, [.. join.Members.Select(m => Rows(table, node, join, m))]);

    /// <summary>The rows in which a member of a join hands over what is wanted.</summary>
    public ulong[] Rows(TruthTable table, GraphNode node, JoinUse join, Binding member) =>
        Rows(table, member.Index, MemberCondition(node, join, member));

    /// <summary>The rows in which a node completes.</summary>
    public ulong[] Rows(TruthTable table, int node) => Rows(table, node, _completes[node]);

    private ulong[] Rows(TruthTable table, int node, Condition condition)
    {
        var rows = table.Where(condition.Excluded);
        if (!condition.IsExact)
            TruthTable.And(rows, Behind(table, node));
        return rows;
    }

    // What joins before a node say, beyond values of facts. In topological order rather than by recursion: a chain of thousands of joins must not overflow the compiler's stack.
    private ulong[] Behind(TruthTable table, int node)
    {
        if (table.Behind.TryGetValue(node, out var known))
            return known;
        var wanted = new SortedDictionary<int, int> { { _places[node], node } };
        var pending = new Stack<int>();
        pending.Push(node);
        while (pending.Count > 0)
        {
            var next = _nodes[pending.Pop()];
            foreach (var before in next.Required.Concat(next.Catches).Concat(next.Joins.Where(j => j.Required).SelectMany(j => j.Members).Select(m => m.Index)))
            {
                if (_starts[before].IsExact || table.Behind.ContainsKey(before) || wanted.ContainsKey(_places[before]))
                    continue;
                wanted.Add(_places[before], before);
                pending.Push(before);
            }
        }
        foreach (var index in wanted.Values)
        {
            var rows = table.All();
            foreach (var join in _nodes[index].Joins)
            {
                if (join.Required)
                    TruthTable.And(rows, Rows(table, _nodes[index], join));
            }
            foreach (var before in _nodes[index].Required.Concat(_nodes[index].Catches))
            {
                if (!_starts[before].IsExact)
                    TruthTable.And(rows, table.Behind[before]);
            }
            table.Behind[index] = rows;
        }
        return table.Behind[node];
    }

    private Condition MemberCondition(GraphNode node, JoinUse join, Binding member)
    {
        var harmless = _cutOffBy[member.Index]?.TrueForAll(other => ReferenceEquals(other, join) || (other.Need >= join.Need && other.Members == join.Members)) == true;
        var condition = harmless ? _left[member.Index] : _completes[member.Index];
        foreach (var value in MemberValues(node, member))
            condition = condition.Without(value);
        return condition;
    }
}
