using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Graph;

/// <summary>Finds cases of a value that nobody handles, though others are.</summary>
internal static class CaseChecks
{
    public static void Check(WorkflowModel model, IReadOnlyList<GraphNode> nodes, Outputs outputs, List<Finding> findings)
    {
        var families = new SortedDictionary<(SourceKind, int), (FamilyModel Family, HashSet<int> Handled)>();
        var whole = new HashSet<(SourceKind, int)>();
        foreach (var node in nodes)
        {
            Note(node.Bindings, model.Steps[node.Index].Parameters);
            foreach (var join in node.Joins)
            {
                foreach (var member in join.Members)
                    NoteBinding(member, FamilyFor(model.Steps[node.Index].Parameters, member));
            }
        }
        foreach (var output in outputs.Others.Append(outputs.First))
            whole.Add((SourceKind.Step, output));

        foreach (var entry in families)
        {
            var (family, handled) = entry.Value;
            if (whole.Contains(entry.Key) || handled.Count == family.Cases.Count)
                continue;
            var (kind, index) = entry.Key;
            var missing = Enumerable.Range(0, family.Cases.Count).Where(i => !handled.Contains(i)).Select(i => family.Cases[i].DisplayName).ToList();
            var anchor = kind == SourceKind.Input ? Anchor.Input(index) : new(AnchorKind.StepResult, index);
            var name = kind == SourceKind.Input ? model.Inputs[index].Name : model.Steps[index].Name;
            findings.Add(Finding.Advice(RuleIds.UnhandledCase, anchor, Sentences.Both(missing), family.Base.DisplayName, name, model.Name) with { Choices = missing.ToEquatableArray() });
        }

        void Note(EquatableArray<Binding> bindings, EquatableArray<ParameterModel> parameters)
        {
            for (var i = 0; i < bindings.Count; i++)
                NoteBinding(bindings[i], FamilyFor(parameters[i], bindings[i]));
        }

        void NoteBinding(Binding binding, FamilyModel? family)
        {
            if (binding.Kind is not (BindingKind.Input or BindingKind.Step))
                return;
            var key = (binding.Kind == BindingKind.Input ? SourceKind.Input : SourceKind.Step, binding.Index);
            if (family is null)
            {
                whole.Add(key);
                return;
            }
            if (!families.TryGetValue(key, out var known))
                families[key] = known = (family, []);
            known.Handled.UnionWith(family.Covered);
        }
    }

    private static FamilyModel? FamilyFor(ParameterModel parameter, Binding binding)
    {
        if (binding.NarrowTo is null)
            return null;
        var source = new SourceModel(binding.Kind == BindingKind.Input ? SourceKind.Input : SourceKind.Step, binding.Index);
        return parameter.Candidates.FirstOrDefault(c => c.Source == source && c.Family is not null).Family;
    }

    private static FamilyModel? FamilyFor(EquatableArray<ParameterModel> parameters, Binding binding) =>
        parameters.Select(p => p.ValueType.FullName.TrimEnd('?') == binding.NarrowTo ? FamilyFor(p, binding) : null).FirstOrDefault(f => f is not null);
}
