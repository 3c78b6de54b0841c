using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Graph;

/// <summary>
/// Definite assignment for graphs: a step that joins parallel branches, of which one may be skipped while another is not, must say so by a nullable parameter;
/// and so must a run whose result may be skipped.
/// </summary>
internal static class Settling
{
    public static void Check(WorkflowModel model, IReadOnlyList<GraphNode> nodes, Presence presence, int output, List<Finding> findings)
    {
        if (presence.IsUnconditional)
            return;
        var ancestors = new Ancestors(nodes);
        foreach (var node in nodes)
            CheckJoin(model, node, presence, ancestors, findings);
        if (output >= 0 && presence.MaySkip(output) && model.Run?.Result is { MayBeNull: false } result)
            ReportResult(model, nodes[output], presence, result, findings);
    }

    private static void CheckJoin(WorkflowModel model, GraphNode node, Presence presence, Ancestors ancestors, List<Finding> findings)
    {
        var step = model.Steps[node.Index];
        for (var p = 0; p < node.Bindings.Count; p++)
        {
            if (!step.Parameters[p].Type.MayBeNull)
                CheckValue(node.Bindings[p], node.Bindings, Anchor.StepParameter(node.Index, p), step.Parameters[p].Name, $"step '{step.Name}'");
        }

        // A guard that waits for another branch than its step does would take the step with it when that branch is skipped.
        foreach (var use in node.Guards)
        {
            var guard = model.Guards[use.Guard];
            for (var p = 0; p < use.Bindings.Count; p++)
            {
                if (!guard.Parameters[p].Type.MayBeNull)
                    CheckValue(use.Bindings[p], node.Bindings, Anchor.GuardParameter(use.Guard, p), guard.Parameters[p].Name, $"guard '{guard.Name}'");
            }
        }

        void CheckValue(Binding value, EquatableArray<Binding> others, Anchor anchor, string parameter, string owner)
        {
            if (value is not { Kind: BindingKind.Step, Index: var producer } || !presence.MaySkip(producer))
                return;
            foreach (var other in others)
            {
                if (other.Kind != BindingKind.Step || other.Index == producer || ancestors.Contains(producer, other.Index))
                    continue;
                var fact = presence.ConditionOf(producer).FirstOutside(presence.ConditionOf(other.Index), presence.OwnOf(node.Index));
                if (fact < 0)
                    continue;
                var missing = Finding.Of(
                    RuleIds.PossiblyMissing, anchor, parameter, owner, model.Steps[producer].Name, model.Guards[presence.GuardOf(fact)].Name, model.Steps[other.Index].Name);

                // A guard of several steps is complained about once.
                if (!findings.Any(f => f.RuleId == RuleIds.PossiblyMissing && f.Anchor == anchor))
                    findings.Add(missing);
                return;
            }
        }
    }

    private static void ReportResult(WorkflowModel model, GraphNode node, Presence presence, TypeModel result, List<Finding> findings)
    {
        var step = model.Steps[node.Index];
        var parameter = -1;
        for (var p = 0; p < node.Bindings.Count && parameter < 0; p++)
        {
            if (node.Bindings[p] is { Kind: BindingKind.Step, Index: var producer } && !step.Parameters[p].Type.MayBeNull && presence.MaySkip(producer))
                parameter = p;
        }

        // The step's own guard comes first: making the parameter nullable would not help while it stands.
        var own = presence.OwnOf(node.Index).First;
        var fact = own >= 0 ? own : presence.ConditionOf(node.Index).First;
        var anchor = own >= 0 || parameter < 0 ? Anchor.Step(node.Index) : Anchor.StepParameter(node.Index, parameter);
        var skipped = own >= 0 || parameter < 0 ? step.Name : model.Steps[node.Bindings[parameter].Index].Name;
        findings.Add(Finding.Of(RuleIds.ResultPossiblyMissing, anchor, model.Name, step.Name, skipped, model.Guards[presence.GuardOf(fact)].Name, result.DisplayName));
    }

    /// <summary>What a node comes after, through data, guards or [After].</summary>
    private sealed class Ancestors(IReadOnlyList<GraphNode> nodes)
    {
        private readonly NodeSet?[] _of = new NodeSet?[nodes.Count];

        public bool Contains(int node, int ancestor)
        {
            var found = _of[node];
            if (found is null)
            {
                found = new(nodes.Count);
                var pending = new Stack<int>();
                pending.Push(node);
                while (pending.Count > 0)
                {
                    foreach (var dependency in nodes[pending.Pop()].Dependencies)
                    {
                        if (!found.Contains(dependency))
                        {
                            found.Add(dependency);
                            pending.Push(dependency);
                        }
                    }
                }
                _of[node] = found;
            }
            return found.Contains(ancestor);
        }
    }
}
