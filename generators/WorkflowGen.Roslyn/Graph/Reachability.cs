using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Graph;

/// <summary>
/// Finds steps that can never run: behind a cycle, behind a guard that is always false, asking for what contradicts itself, or in need of one of those. What cannot be told, since it depends
/// on too many facts, is taken to run.
/// </summary>
internal sealed class Reachability
{
    private readonly WorkflowModel _model;
    private readonly IReadOnlyList<GraphNode> _nodes;
    private readonly Presence _presence;
    private readonly HashSet<int> _onCycle;
    private readonly string?[] _reasons;
    private readonly HashSet<int> _waitForCycle = [];
    private readonly Queue<int> _pending = new();

    private Reachability(WorkflowModel model, IReadOnlyList<GraphNode> nodes, Presence presence)
    {
        _model = model;
        _nodes = nodes;
        _presence = presence;
        _onCycle = new(Cycles.Components(nodes).Where(c => c.Count > 1).SelectMany(c => c));
        _reasons = new string?[nodes.Count];
    }

    /// <param name="findings">With those about joins, which are not complained about twice.</param>
    public static void Check(WorkflowModel model, IReadOnlyList<GraphNode> nodes, IReadOnlyList<int> order, Presence presence, List<Finding> findings)
    {
        var reachability = new Reachability(model, nodes, presence);
        reachability.FollowCyclesAndConstants();
        reachability.FollowContradictions(order);
        var told = new HashSet<int>(findings.Where(f => f.RuleId == RuleIds.JoinNeverFires).Select(f => f.Anchor.Index));
        for (var i = 0; i < nodes.Count; i++)
        {
            if (reachability._reasons[i] is { } reason && !told.Contains(i))
                findings.Add(Finding.Advice(RuleIds.Unreachable, Anchor.Step(i), model.Steps[i].Name, model.Name, reason));
        }
    }

    private void FollowCyclesAndConstants()
    {
        foreach (var node in _nodes)
        {
            if (node.Guards.FirstOrDefault(g => _model.Guards[g.Guard].Constant == g.Negated) is { } never)
                Note(node.Index, $"its guard '{_model.Guards[never.Guard].Name}' is always {(never.Negated ? "true" : "false")}");
            else if (_onCycle.Contains(node.Index))
                _pending.Enqueue(node.Index);
        }
        Spread();
    }

    // In topological order: what is found first is the cause, and what only follows from it is told as that.
    private void FollowContradictions(IReadOnlyList<int> order)
    {
        if (_presence.IsUnconditional)
            return;
        foreach (var index in order)
        {
            // At the very end something else may be there than where a run goes through.
            if (_reasons[index] is not null || _model.Steps[index].IsFinally || !_presence.NeverBegins(index))
                continue;
            Note(index, Contradiction(_nodes[index]));
            Spread();
        }
    }

    private void Note(int node, string reason)
    {
        _reasons[node] = reason;
        _pending.Enqueue(node);
    }

    private void Spread()
    {
        while (_pending.Count > 0)
        {
            var node = _pending.Dequeue();
            foreach (var successor in _nodes[node].Successors)
            {
                if (_reasons[successor] is not null || _onCycle.Contains(successor))
                    continue;
                // A step in a cycle never settles, nor does what waits for it; a skipped one does, and skips only those that need it.
                var waits = _onCycle.Contains(node) ? $"it waits for '{NameOf(node)}', which is part of a cycle" : _waitForCycle.Contains(node) ? _reasons[node] : null;
                if (waits is not null)
                    _waitForCycle.Add(successor);
                if ((waits ?? Lack(_nodes[successor], node)) is { } reason)
                    Note(successor, reason);
            }
        }
    }

    /// <summary>Why a node does not run since another never does; null: it may do without.</summary>
    private string? Lack(GraphNode node, int missing)
    {
        if (node.Required.Contains(missing))
            return $"it needs the result of '{NameOf(missing)}', which never runs";
        if (node.Catches.Contains(missing))
            return $"it handles the failure of '{NameOf(missing)}', which never runs";
        foreach (var join in node.Joins)
        {
            if (!join.Required || join.Members.Count(m => _reasons[m.Index] is null) >= join.Need)
                continue;
            var never = Sentences.Both(join.Members.Where(m => _reasons[m.Index] is not null).Select(m => NameOf(m.Index)).ToList());
            return join.Need == 1 ? $"it needs the result of one of {never}, which never run" : $"too few are left of what it joins: {never} never run";
        }
        return null;
    }

    private string Contradiction(GraphNode node)
    {
        if (_presence.Contradicted(_presence.OwnOf(node.Index).Excluded) is { } own)
            return own;
        var needs = node.Required.ToList();
        for (var second = 0; second < needs.Count; second++)
        {
            for (var first = 0; first < second; first++)
            {
                if (NeverTogether(_presence.ConditionOf(needs[first]), _presence.ConditionOf(needs[second])))
                    return $"it needs the results of '{NameOf(needs[first])}' and '{NameOf(needs[second])}', of which never both are there";
            }
            if (NeverTogether(_presence.ConditionOf(needs[second]), _presence.OwnOf(node.Index)))
                return $"it needs the result of '{NameOf(needs[second])}', which is never there when the rest of what it asks for is";
        }
        return "what it asks for and what it needs never come together";
    }

    private bool NeverTogether(Condition one, Condition other) => _presence.Contradicted(one.And(other).Excluded) is not null;

    private string NameOf(int node) => _model.Steps[node].Name;
}
