using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Graph;

/// <summary>
/// For every node, the condition under which it runs: the guards on it and on the producers of what it cannot do without, transitively. A condition is a
/// set of facts, and a fact is a guard on certain sources: the same guard on the same sources is the same fact, wherever it stands.
/// </summary>
internal sealed class Presence
{
    private readonly NodeSet[] _conditions;
    private readonly NodeSet[] _own;
    private readonly List<(int Guard, int Step)> _facts = [];

    private Presence(NodeSet[] conditions, NodeSet[] own)
    {
        _conditions = conditions;
        _own = own;
    }

    /// <summary>Everything that must hold for the node to run.</summary>
    public NodeSet ConditionOf(int node) => _conditions[node];

    /// <summary>The part of it that stands on the node itself.</summary>
    public NodeSet OwnOf(int node) => _own[node];

    public bool MaySkip(int node) => !_conditions[node].IsEmpty;

    /// <summary>The guard of a fact.</summary>
    public int GuardOf(int fact) => _facts[fact].Guard;

    /// <summary>Whether no node may be skipped, so that there is nothing to check.</summary>
    public bool IsUnconditional => _facts.Count == 0;

    /// <param name="order">The nodes in topological order. Those left out of it, in or behind a cycle, are taken as certain.</param>
    public static Presence Analyse(WorkflowModel model, IReadOnlyList<GraphNode> nodes, IReadOnlyList<int> order)
    {
        var known = new Dictionary<GuardUse, int>();
        var facts = new List<(int Guard, int Step)>();
        foreach (var node in nodes)
        {
            foreach (var use in node.Guards)
            {
                // A guard that is always true is no condition.
                if (model.Guards[use.Guard].Constant == true || known.ContainsKey(use))
                    continue;
                known.Add(use, facts.Count);
                facts.Add((use.Guard, node.Index));
            }
        }

        var conditions = new NodeSet[nodes.Count];
        var own = new NodeSet[nodes.Count];
        for (var i = 0; i < nodes.Count; i++)
        {
            conditions[i] = new(facts.Count);
            own[i] = new(facts.Count);
            foreach (var use in nodes[i].Guards)
            {
                if (known.TryGetValue(use, out var fact))
                    own[i].Add(fact);
            }
        }
        foreach (var index in order)
        {
            conditions[index].UnionWith(own[index]);
            foreach (var producer in nodes[index].Required)
                conditions[index].UnionWith(conditions[producer]);
        }

        var presence = new Presence(conditions, own);
        presence._facts.AddRange(facts);
        return presence;
    }
}
