using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Graph;

/// <summary>
/// For every node, when it begins and when it completes: the guards on it, the cases that it takes, the failures it handles, and all that on the producers of what it cannot do
/// without, transitively. Mostly that is a set of values that facts must not have; where joins make it more than that, a table of all combinations says.
/// </summary>
internal sealed partial class Presence
{
    private readonly WorkflowModel _model;
    private readonly IReadOnlyList<GraphNode> _nodes;
    private readonly int[] _places;
    private readonly Facts _facts;
    private readonly Condition[] _own;
    private readonly Condition[] _starts;
    private readonly Condition[] _left;
    private readonly Condition[] _completes;
    private readonly NodeSet[] _concerns;
    private readonly List<JoinUse>[] _cutOffBy;

    private Presence(WorkflowModel model, IReadOnlyList<GraphNode> nodes, IReadOnlyList<int> order)
    {
        _model = model;
        _nodes = nodes;
        _places = new int[nodes.Count];
        for (var i = 0; i < order.Count; i++)
            _places[order[i]] = i;
        _facts = new(model);
        _own = new Condition[nodes.Count];
        _starts = new Condition[nodes.Count];
        _left = new Condition[nodes.Count];
        _completes = new Condition[nodes.Count];
        _concerns = new NodeSet[nodes.Count];
        _cutOffBy = new List<JoinUse>[nodes.Count];
    }

    public Facts Facts => _facts;

    /// <summary>When the node hands over what it has.</summary>
    public Condition ConditionOf(int node) => _completes[node];

    /// <summary>The part of when it begins that stands on the node itself.</summary>
    public Condition OwnOf(int node) => _own[node];

    public bool MaySkip(int node) => !_completes[node].IsCertain;

    /// <summary>Whether every node always completes, so that there is nothing to check.</summary>
    public bool IsUnconditional => _facts.Count == 0;

    /// <param name="order">The nodes in topological order. Those left out of it, in or behind a cycle, are taken as certain.</param>
    public static Presence Analyse(WorkflowModel model, IReadOnlyList<GraphNode> nodes, IReadOnlyList<int> order, NodeNames names)
    {
        var presence = new Presence(model, nodes, order);
        presence.Collect(names);
        foreach (var node in order)
            presence.Settle(nodes[node], names);
        return presence;
    }

    // First all facts, so that sets of their values have a size.
    private void Collect(NodeNames names)
    {
        foreach (var node in _nodes)
        {
            foreach (var join in node.Joins)
            {
                if (join.Rest != RestModel.Cancel || join.Need >= join.Members.Count)
                    continue;
                foreach (var member in join.Members)
                    (_cutOffBy[member.Index] ??= []).Add(join);
            }
            foreach (var cancelled in node.Cancels ?? default)
                _facts.LossOf(cancelled);
            if (node.ClosedBy >= 0)
                _facts.LossOf(node.Index);
        }

        var own = new List<int>[_nodes.Count];
        for (var i = 0; i < _nodes.Count; i++)
        {
            own[i] = [.. OwnValues(_nodes[i])];
            if (_cutOffBy[i] is not null)
                _facts.LossOf(i);
            if (names.CatchersOf(i).Count > 0)
                _facts.FailureOf(i);
        }
        var lost = Lost();
        for (var i = 0; i < _nodes.Count; i++)
        {
            var excluded = new NodeSet(_facts.Values);
            foreach (var value in own[i])
                excluded.Add(value);
            _own[i] = new(excluded, IsExact: true);
            _starts[i] = _left[i] = _completes[i] = new(new NodeSet(_facts.Values), IsExact: true);
            _concerns[i] = new(_facts.Count);
            if (lost.Contains(i))
                _own[i] = _own[i].Without(_facts.LossOf(i) + 1);
        }
    }

    // What is cut off by a signal or by the end of its window, whatever joins do.
    private HashSet<int> Lost()
    {
        var lost = new HashSet<int>();
        foreach (var node in _nodes)
        {
            lost.UnionWith(node.Cancels ?? default);
            if (node.ClosedBy >= 0)
                lost.Add(node.Index);
        }
        return lost;
    }

    private IEnumerable<int> OwnValues(GraphNode node)
    {
        foreach (var use in node.Guards)
        {
            if (_facts.ExcludedBy(use, node) is >= 0 and var value)
                yield return value;
            foreach (var excluded in Narrowings(use.Bindings, _model.Guards[use.Guard].Parameters))
                yield return excluded;
        }
        foreach (var excluded in Narrowings(node.Bindings, _model.Steps[node.Index].Parameters))
            yield return excluded;
        foreach (var join in node.Joins)
        {
            foreach (var member in join.Members)
                _ = MemberValues(node, member).Count(); // noted as facts; the join asks for them
        }
    }

    private IEnumerable<int> Narrowings(EquatableArray<Binding> bindings, EquatableArray<ParameterModel> parameters)
    {
        for (var i = 0; i < bindings.Count; i++)
        {
            if (bindings[i].NarrowTo is null || parameters[i].Type.MayBeNull)
                continue;
            var source = new SourceModel(bindings[i].Kind == BindingKind.Input ? SourceKind.Input : SourceKind.Step, bindings[i].Index);
            foreach (var value in CaseValues(parameters[i], source))
                yield return value;
        }
    }

    // The family is kept with the candidate of the parameter that the join belongs to: any that narrows from that member.
    private IEnumerable<int> MemberValues(GraphNode node, Binding member)
    {
        if (member.NarrowTo is not { } narrowTo)
            return [];
        var parameters = _model.Steps[node.Index].Parameters.Concat(node.Guards.SelectMany(g => _model.Guards[g.Guard].Parameters));
        var parameter = parameters.FirstOrDefault(p => p.ValueType.FullName.TrimEnd('?') == narrowTo);
        return parameter is null ? [] : CaseValues(parameter, new(SourceKind.Step, member.Index));
    }

    private IEnumerable<int> CaseValues(ParameterModel parameter, SourceModel source)
    {
        foreach (var candidate in parameter.Candidates)
        {
            if (candidate.Source == source && candidate.Family is { } family)
                return _facts.ExcludedBy(source, family, NameOf(source), TypeOf(source)?.MayBeNull == true);
        }
        return [];
    }

    private void Settle(GraphNode node, NodeNames names)
    {
        var condition = _own[node.Index];
        var concerns = _concerns[node.Index];
        foreach (var required in node.Required)
        {
            condition = condition.And(_completes[required]);
            concerns.UnionWith(_concerns[required]);
        }
        foreach (var caught in node.Catches)
        {
            condition = condition.And(_starts[caught]).Without(_facts.FailureOf(caught));
            concerns.UnionWith(_concerns[caught]);
        }
        foreach (var join in node.Joins)
        {
            foreach (var member in join.Members)
                concerns.UnionWith(_concerns[member.Index]);
            foreach (var value in join.Members.SelectMany(m => MemberValues(node, m)))
                concerns.Add(_facts.FactOf(value));
        }
        foreach (var value in condition.Excluded.Items)
            concerns.Add(_facts.FactOf(value));
        foreach (var join in node.Joins)
        {
            if (join.Required)
                condition = condition.And(ConditionOf(node, join));
        }
        _starts[node.Index] = condition;
        if (names.CatchersOf(node.Index).Count > 0)
            condition = condition.Without(_facts.FailureOf(node.Index) + 1);
        _left[node.Index] = condition;
        if (_cutOffBy[node.Index] is not null)
            condition = condition.Without(_facts.LossOf(node.Index) + 1);
        _completes[node.Index] = condition;
        foreach (var value in condition.Excluded.Items)
            concerns.Add(_facts.FactOf(value));
    }

    private string NameOf(SourceModel source) => source.Kind == SourceKind.Input ? _model.Inputs[source.Index].Name : _model.Steps[source.Index].Name;

    private TypeModel? TypeOf(SourceModel source) =>
        source.Kind == SourceKind.Input ? _model.Inputs[source.Index].Type : _model.Steps[source.Index].Handoff ?? _model.Steps[source.Index].Result;
}
