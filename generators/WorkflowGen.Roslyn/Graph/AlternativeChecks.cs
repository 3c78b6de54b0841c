using System.Globalization;
using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Graph;

/// <summary>Proves that of alternatives exactly one runs, and that a join can come about at all, by trying all combinations of the facts they depend on.</summary>
internal sealed class AlternativeChecks
{
    private readonly WorkflowModel _model;
    private readonly Presence _presence;
    private readonly Ancestors _ancestors;
    private readonly List<Finding> _findings;
    private readonly HashSet<Anchor> _reported = [];

    private AlternativeChecks(WorkflowModel model, IReadOnlyList<GraphNode> nodes, Presence presence, List<Finding> findings)
    {
        _model = model;
        _presence = presence;
        _ancestors = new(nodes);
        _findings = findings;
    }

    public static void Check(WorkflowModel model, IReadOnlyList<GraphNode> nodes, Presence presence, IReadOnlyList<int> order, List<Finding> findings)
    {
        var checks = new AlternativeChecks(model, nodes, presence, findings);
        foreach (var index in order)
        {
            var node = nodes[index];
            if (node.Joins.Count == 0)
                continue;
            checks.CheckAll(node, node.Bindings, model.Steps[index].Parameters, p => Anchor.StepParameter(index, p), $"step '{model.Steps[index].Name}'");
            foreach (var use in node.Guards)
                checks.CheckAll(node, use.Bindings, model.Guards[use.Guard].Parameters, p => Anchor.GuardParameter(use.Guard, p), $"guard '{model.Guards[use.Guard].Name}'");
        }
    }

    private void CheckAll(GraphNode node, EquatableArray<Binding> bindings, EquatableArray<ParameterModel> parameters, Func<int, Anchor> anchor, string owner)
    {
        for (var p = 0; p < bindings.Count; p++)
        {
            if (bindings[p].Kind != BindingKind.Join)
                continue;
            var join = node.Joins[bindings[p].Index];
            if (parameters[p].Join is { IsList: var isList })
                CheckFires(node, join, parameters[p], anchor(p).On(isList ? "AnyOf" : "FirstOf"));
            else if (parameters[p].From.Count > 1)
                CheckAlternatives(node, join, parameters[p], anchor(p), owner);
        }
    }

    private void CheckFires(GraphNode node, JoinUse join, ParameterModel parameter, Anchor anchor)
    {
        if (join.Need > join.Members.Count)
        {
            Report(Finding.Of(
                RuleIds.JoinNeverFires, anchor.On(anchor.Attribute!, "count"), parameter.Name, _model.Steps[node.Index].Name, $"it waits for {Number(join.Need)} results of {Number(join.Members.Count)} steps"));
            return;
        }
        if (_presence.TableOf(_presence.ConcernsOf(node, join)) is { } table && TruthTable.First(_presence.Rows(table, node, join)) < 0)
        {
            var names = Sentences.Both(join.Members.Select(m => NameOf(m)).ToList());
            var reason = join.Need == 1 ? $"{names} can never run" : $"of {names} never so many run";
            Report(Finding.Of(RuleIds.JoinNeverFires, anchor, parameter.Name, _model.Steps[node.Index].Name, reason));
        }
    }

    private void CheckAlternatives(GraphNode node, JoinUse join, ParameterModel parameter, Anchor anchor, string owner)
    {
        var at = anchor.On("From");
        var concerns = _presence.ConcernsOf(node, join);
        var names = Sentences.Both(join.Members.Select(m => NameOf(m)).ToList());
        if (_presence.TableOf(concerns) is not { } table)
        {
            Report(Finding.Of(RuleIds.TooManyFacts, at, parameter.Name, owner, names, Number(concerns.Items.Count())));
            return;
        }

        var rows = join.Members.Select(m => _presence.Rows(table, node, join, m)).ToList();
        for (var second = 1; second < rows.Count; second++)
        {
            for (var first = 0; first < second; first++)
            {
                var both = (ulong[])rows[first].Clone();
                TruthTable.And(both, rows[second]);
                if (TruthTable.First(both) is < 0)
                    continue;
                var when = When(table, TruthTable.First(both), concerns);
                Report(Finding.Of(RuleIds.AlternativesNotExclusive, anchor.On("From", NameOf(join.Members[second])), parameter.Name, owner, NameOf(join.Members[first]), NameOf(join.Members[second]), when));
                return;
            }
        }

        if (!join.Required)
            return;
        var missing = Given(table, node, join);
        TruthTable.AndNot(missing, table.AtLeast(1, rows));
        if (TruthTable.First(missing) >= 0)
            TakeShared(missing, table, join, rows);
        if (TruthTable.First(missing) is >= 0 and var row)
        {
            var gap = Finding.Of(RuleIds.AlternativesNotExhaustive, at, parameter.Name, owner, names, When(table, row, concerns), parameter.Type.DisplayName);
            Report(gap with { Choices = new[] { "nullable" }.ToEquatableArray() });
        }
    }

    /// <summary>
    /// What may be taken for granted: what the node itself asks for, and what all members have in common. A split inside a branch is complete where it covers that branch; the rest of the
    /// run is not its business. What they merely all rule out, each by another condition, is not in common.
    /// </summary>
    private ulong[] Given(TruthTable table, GraphNode node, JoinUse join)
    {
        var facts = _presence.Facts;
        var members = join.Members.Select(m => _presence.ConditionOf(m.Index).Excluded).ToList();
        var given = _presence.OwnOf(node.Index).Excluded.Copy();
        foreach (var fact in _presence.ConcernsOf(node, join).Items)
        {
            var values = Enumerable.Range(facts.OffsetOf(fact), facts.SizeOf(fact)).ToList();
            if (members.TrueForAll(m => values.TrueForAll(v => m.Contains(v) == members[0].Contains(v))))
            {
                foreach (var value in values.Where(members[0].Contains))
                    given.Add(value);
            }
        }
        foreach (var required in node.Required)
            given.UnionWith(_presence.ConditionOf(required).Excluded);
        return table.Where(given);
    }

    // A join that all members come after, and whose own outcome is uncertain, is in common as well.
    private void TakeShared(ulong[] missing, TruthTable table, JoinUse join, List<ulong[]> rows)
    {
        for (var before = 0; before < _model.Steps.Count; before++)
        {
            if (_presence.ConditionOf(before).IsExact || !join.Members.All(m => _ancestors.Contains(m.Index, before)))
                continue;
            var holds = _presence.Rows(table, before);
            if (rows.TrueForAll(r => IsWithin(r, holds)))
                TruthTable.And(missing, holds);
        }
    }

    private static bool IsWithin(ulong[] rows, ulong[] others)
    {
        var outside = (ulong[])rows.Clone();
        TruthTable.AndNot(outside, others);
        return TruthTable.First(outside) < 0;
    }

    private static string When(TruthTable table, int row, NodeSet concerns) => table.Describe(row, [.. concerns.Items]) is { Length: > 0 } when ? when : "always";

    private void Report(Finding finding)
    {
        if (_reported.Add(finding.Anchor))
            _findings.Add(finding);
    }

    private string NameOf(Binding member) => _model.Steps[member.Index].Name;

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
