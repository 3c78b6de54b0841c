using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Graph;

/// <summary>Parameters with several producers, of which some are enough.</summary>
internal sealed partial class Binder
{
    /// <summary>[From] with several names: one of them runs.</summary>
    private Binding BindAlternatives(ParameterModel parameter, Scope scope, Anchor anchor) =>
        Members(parameter, parameter.From, scope, anchor, "From") is { } members
            ? scope.Add(new(members, 1, IsList: false, !parameter.Type.MayBeNull, RestModel.Ignore))
            : default;

    /// <summary>[FirstOf] and [AnyOf].</summary>
    private Binding BindJoin(ParameterModel parameter, JoinModel join, Scope scope, Anchor anchor)
    {
        if (anchor.Kind == AnchorKind.Guard || (join.IsList && parameter.ValueType == parameter.Type))
            return default; // complained about where it was read
        var attribute = join.IsList ? "AnyOf" : "FirstOf";
        var at = anchor.On(attribute);
        if (parameter.From.Count > 0)
            Report(Finding.Of(RuleIds.InvalidJoin, at, parameter.Name, $"[{attribute}] names its producers itself: leave out [From]"));
        else if (join.Steps.Count == 0)
            Report(Finding.Of(RuleIds.InvalidJoin, at, parameter.Name, $"[{attribute}] names no producers"));
        else if (join.Need < 1)
            Report(Finding.Of(RuleIds.InvalidJoin, at.On(attribute, "count"), parameter.Name, "it takes at least one result"));
        else if (Members(parameter, join.Steps, scope, anchor, attribute) is { } members)
            return scope.Add(new(members, join.Need, join.IsList, !parameter.Type.MayBeNull, join.Rest));
        return default;
    }

    private EquatableArray<Binding>? Members(ParameterModel parameter, EquatableArray<string> names, Scope scope, Anchor anchor, string attribute)
    {
        var members = new List<Binding>();
        var complete = true;
        foreach (var name in names)
        {
            var at = anchor.On(attribute, name);
            if (FindNamed(name, parameter.Candidates, scope, allowNarrowing: false) is not { } found)
            {
                ReportNamed(parameter, name, scope, anchor, at);
                complete = false;
            }
            else if (found.Source.Kind == SourceKind.Input)
            {
                Report(Finding.Of(RuleIds.InvalidJoin, at, parameter.Name, $"'{name}' is an input, which is always there"));
                complete = false;
            }
            else if (members.Any(m => m.Index == found.Source.Index))
            {
                Report(Finding.Of(RuleIds.InvalidJoin, at, parameter.Name, $"'{name}' is named twice"));
                complete = false;
            }
            else
            {
                members.Add(new(BindingKind.Step, found.Source.Index));
            }
        }
        return complete ? members.ToEquatableArray() : null;
    }

    /// <summary>A binding to a node becomes one to it or to those that handle its failure and hand over what is wanted instead.</summary>
    private Binding WithStandIns(CandidateModel candidate, ParameterModel parameter, Scope scope, string? narrowTo)
    {
        var binding = new Binding(BindingKind.Step, candidate.Source.Index, narrowTo);
        if (!_names.HasCatchers)
            return binding;
        var members = new List<Binding> { binding };
        foreach (var standIn in _names.StandInsFor(candidate.Source.Index))
        {
            if (standIn == scope.Node || Find(parameter.Candidates, new(SourceKind.Step, standIn)) is not { } fit || !IsVisible(fit.Source, scope))
                continue;
            if (Binds(fit))
                members.Add(new(BindingKind.Step, standIn));
            else if (fit is { Conversion: HandoffConversion.Narrowing, Family: not null })
                members.Add(new(BindingKind.Step, standIn, parameter.ValueType.FullName.TrimEnd('?')));
        }
        return members.Count == 1
            ? binding
            : scope.Add(new(members.ToEquatableArray(), 1, IsList: false, !parameter.Type.MayBeNull, RestModel.Ignore));
    }

    // Who takes a step's result takes that of its [Catch] as well: the two are one candidate.
    private List<CandidateModel> WithoutStandIns(List<CandidateModel> candidates)
    {
        if (!_names.HasCatchers || candidates.Count < 2)
            return candidates;
        var standIns = new HashSet<int>(candidates.Where(c => c.Source.Kind == SourceKind.Step).SelectMany(c => _names.StandInsFor(c.Source.Index)));
        return candidates.FindAll(c => c.Source.Kind == SourceKind.Input || !standIns.Contains(c.Source.Index));
    }
}
