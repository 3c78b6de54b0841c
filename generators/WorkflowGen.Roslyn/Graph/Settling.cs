using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Graph;

/// <summary>
/// Definite assignment for graphs: a step that joins parallel branches, of which one may be skipped while another is not, must say so by a nullable parameter;
/// and so must a run whose result may be skipped.
/// </summary>
internal sealed partial class Settling
{
    private readonly WorkflowModel _model;
    private readonly IReadOnlyList<GraphNode> _nodes;
    private readonly Presence _presence;
    private readonly Ancestors _ancestors;
    private readonly List<Finding> _findings;
    private readonly HashSet<Anchor> _reported = [];

    private Settling(WorkflowModel model, IReadOnlyList<GraphNode> nodes, Presence presence, List<Finding> findings)
    {
        _model = model;
        _nodes = nodes;
        _presence = presence;
        _findings = findings;
        _ancestors = new(nodes);
    }

    public static void Check(WorkflowModel model, IReadOnlyList<GraphNode> nodes, Presence presence, Outputs outputs, List<Finding> findings)
    {
        if (presence.IsUnconditional)
            return;
        var settling = new Settling(model, nodes, presence, findings);
        foreach (var node in nodes)
        {
            // At the very end anything may be missing: a [Finally] step takes what is there, or is skipped.
            if (!model.Steps[node.Index].IsFinally)
                settling.CheckNode(node);
        }
        if (outputs.First >= 0 && outputs.MayBeMissing && model.Run?.Result is { MayBeNull: false } result)
            settling.ReportResult(nodes[outputs.First], result);
    }

    private void CheckNode(GraphNode node)
    {
        var step = _model.Steps[node.Index];
        for (var p = 0; p < node.Bindings.Count; p++)
        {
            if (!step.Parameters[p].Type.MayBeNull)
                CheckValue(node, node.Bindings[p], Anchor.StepParameter(node.Index, p), step.Parameters[p].Name, $"step '{step.Name}'");
        }

        // A guard that waits for another branch than its step does would take the step with it when that branch is skipped.
        foreach (var use in node.Guards)
        {
            var guard = _model.Guards[use.Guard];
            for (var p = 0; p < use.Bindings.Count; p++)
            {
                if (!guard.Parameters[p].Type.MayBeNull)
                    CheckValue(node, use.Bindings[p], Anchor.GuardParameter(use.Guard, p), guard.Parameters[p].Name, $"guard '{guard.Name}'");
            }
        }
    }

    private void CheckValue(GraphNode node, Binding value, Anchor anchor, string parameter, string owner)
    {
        if (ConditionOf(node, value) is not { IsCertain: false } condition)
            return;
        var own = _presence.OwnOf(node.Index);
        foreach (var other in node.Bindings)
        {
            if (other == value || ConditionOf(node, other) is not { } present || ComesAfter(node, value, other))
                continue;
            if (Missing(node, value, condition, other, present.And(own)) is not { } when || AreWithdrawnTogether(value, other, when))
                continue;

            // A guard of several steps is complained about once.
            if (_reported.Add(anchor))
                _findings.Add(Finding.Of(RuleIds.PossiblyMissing, anchor, parameter, owner, SourceOf(node, value), when, SourceOf(node, other)));
            return;
        }
    }

    // A signal that withdraws both means the region between them, and with it what joins them.
    private bool AreWithdrawnTogether(Binding value, Binding other, string when) =>
        value.Kind == BindingKind.Step && other.Kind == BindingKind.Step
        && when == $"'{_model.Steps[value.Index].Name}' is cancelled"
        && _nodes.Any(n => n.Cancels is { } cancels && cancels.Contains(value.Index) && cancels.Contains(other.Index));

    /// <summary>When the value is missing while the other is there; null: never, as far as can be told.</summary>
    private string? Missing(GraphNode node, Binding value, Condition condition, Binding other, Condition present)
    {
        if (_presence.Contradicted(present.Excluded) is not null)
            return null;
        if (condition.IsExact && present.IsExact)
            return condition.Excluded.FirstOutside(present.Excluded, null) is >= 0 and var fact ? _presence.Facts.Clause(fact) : null;

        var concerns = Concerns(node, value);
        var valueConcerns = concerns.Copy();
        concerns.UnionWith(Concerns(node, other));
        foreach (var excluded in present.Excluded.Items)
            concerns.Add(_presence.Facts.FactOf(excluded));
        if (_presence.TableOf(concerns) is not { } table)
            return null;
        var rows = Rows(table, node, other);
        TruthTable.And(rows, table.Where(present.Excluded));
        TruthTable.AndNot(rows, Rows(table, node, value));
        return TruthTable.First(rows) is >= 0 and var row ? table.Describe(row, [.. valueConcerns.Items]) : null;
    }

    private Condition? ConditionOf(GraphNode node, Binding value) => value.Kind switch
    {
        BindingKind.Step when value.Index != node.Index => _presence.ConditionOf(value.Index),
        BindingKind.Join => _presence.ConditionOf(node, node.Joins[value.Index]),
        _ => null,
    };

    private NodeSet Concerns(GraphNode node, Binding value) =>
        (value.Kind == BindingKind.Join ? _presence.ConcernsOf(node, node.Joins[value.Index]) : _presence.ConcernsOf(value.Index)).Copy();

    private ulong[] Rows(TruthTable table, GraphNode node, Binding value) =>
        value.Kind == BindingKind.Join ? _presence.Rows(table, node, node.Joins[value.Index]) : _presence.Rows(table, value.Index);

    // That a later step of a branch is skipped while an earlier one ran is no join of branches.
    private bool ComesAfter(GraphNode node, Binding value, Binding other)
    {
        if (other.Kind != BindingKind.Step)
            return false;
        return value.Kind == BindingKind.Step
            ? other.Index == value.Index || _ancestors.Contains(value.Index, other.Index)
            : node.Joins[value.Index].Members.All(m => m.Index == other.Index || _ancestors.Contains(m.Index, other.Index));
    }

    private string SourceOf(GraphNode node, Binding value) =>
        _model.Steps[value.Kind == BindingKind.Join ? node.Joins[value.Index].Members[0].Index : value.Index].Name;

    private void ReportResult(GraphNode node, TypeModel result)
    {
        var step = _model.Steps[node.Index];
        var parameter = -1;
        for (var p = 0; p < node.Bindings.Count && parameter < 0; p++)
        {
            if (!step.Parameters[p].Type.MayBeNull && ConditionOf(node, node.Bindings[p]) is { IsCertain: false })
                parameter = p;
        }

        // The step's own guard comes first: making the parameter nullable would not help while it stands.
        var own = _presence.OwnOf(node.Index).Excluded.First;
        var fact = own >= 0 ? own : _presence.ConditionOf(node.Index).Excluded.First;
        var anchor = own >= 0 || parameter < 0 ? Anchor.Step(node.Index) : Anchor.StepParameter(node.Index, parameter);
        var skipped = own >= 0 || parameter < 0 ? step.Name : SourceOf(node, node.Bindings[parameter]);
        var when = fact >= 0 ? _presence.Facts.Clause(fact) : "none of what it joins runs";
        _findings.Add(Finding.Of(RuleIds.ResultPossiblyMissing, anchor, _model.Name, step.Name, skipped, when, result.DisplayName));
    }
}
