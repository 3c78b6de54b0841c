using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Graph;

/// <summary>What is said of a parameter that has no producer.</summary>
internal sealed partial class Binder
{
    private Binding ReportNoProducer(ParameterModel parameter, List<CandidateModel> visible, Anchor anchor)
    {
        // Without RunAsync every input is missing, and an unknown type is the compiler's to report: nothing would be learnt from a second message.
        if (_model.IsIncomplete)
            return default;
        var misses = visible.OrderBy(c => c.Conversion).ToList();
        if (misses.Count > 0 && misses[0].Conversion == HandoffConversion.Narrowing)
        {
            Report(OpenFamily(parameter, misses[0].Source, anchor));
            return default;
        }
        if (_model.Run is null)
            return default;
        var nearest = misses.Count == 0 ? "" : $"; the nearest is '{NameOf(misses[0].Source)}', which hands over '{TypeOf(misses[0].Source)}'";
        var missing = Finding.Of(RuleIds.NoProducer, anchor, parameter.Name, OwnerOf(anchor), parameter.Type.DisplayName, _model.Name, nearest);
        Report(missing with { Choices = misses.Select(m => $"{m.Conversion}:{NameOf(m.Source)}").ToEquatableArray() });
        return default;
    }

    /// <summary>Says why the source of that name cannot be the producer.</summary>
    private void ReportNamed(ParameterModel parameter, string name, Scope scope, Anchor anchor, Anchor at)
    {
        var narrows = SourcesNamed(name).Where(s => Find(parameter.Candidates, s) is { Conversion: HandoffConversion.Narrowing, Family: null }).ToList();
        var node = _names.Node(name);
        var isInput = _names.Input(name) >= 0;
        if (narrows.Count > 0)
            Report(OpenFamily(parameter, narrows[0], at));
        else if (node == scope.Node && !isInput)
            Report(Finding.Of(RuleIds.UnknownSource, at, parameter.Name, OwnerOf(anchor), name, "is the step itself"));
        else if (node >= 0 && !isInput && _model.Steps[node].IsFinally && !_model.Steps[scope.Node].IsFinally)
            Report(Finding.Of(RuleIds.InvalidFinally, at, _model.Steps[scope.Node].Name, $"'{name}' runs at the very end: only [Finally] steps can take its result"));
        else if (node >= 0 && !isInput && _model.Steps[scope.Node].Catches.Contains(name))
            Report(Finding.Of(RuleIds.InvalidCatch, at, _model.Steps[scope.Node].Name, $"it runs when '{name}' has failed, and then there is no result to take"));
        else if (TypeOf(name) is { } type)
            Report(Finding.Of(RuleIds.SourceTypeMismatch, at, parameter.Name, OwnerOf(anchor), parameter.ValueType.DisplayName, name, type));
        else if (_model.Run is not null && !_model.IsIncomplete)
            Report(Finding.Of(RuleIds.UnknownSource, at, parameter.Name, OwnerOf(anchor), name, "is neither a step nor an input"));
    }

    private Finding OpenFamily(ParameterModel parameter, SourceModel source, Anchor anchor) =>
        Finding.Of(RuleIds.OpenFamily, anchor, parameter.Name, OwnerOf(anchor), parameter.ValueType.DisplayName, NameOf(source), TypeOf(source));

    // A guard that several steps use is bound once for each, and complained about once.
    private void Report(Finding finding)
    {
        if (_reported.Add(finding.Anchor))
            _findings.Add(finding);
    }

    private string Choice(CandidateModel candidate) => $"{candidate.Source.Kind}:{NameOf(candidate.Source)}";

    private string NameOf(SourceModel source) =>
        source.Kind == SourceKind.Input ? _model.Inputs[source.Index].Name : _model.Steps[source.Index].Name;

    private string TypeOf(SourceModel source) =>
        (source.Kind == SourceKind.Input ? _model.Inputs[source.Index].Type : HandoffOf(_model.Steps[source.Index]))?.DisplayName ?? "nothing";

    private string? TypeOf(string name)
    {
        if (_names.Node(name) is >= 0 and var node)
            return TypeOf(new SourceModel(SourceKind.Step, node));
        return _names.Input(name) is >= 0 and var input ? _model.Inputs[input].Type.DisplayName : null;
    }

    private static TypeModel? HandoffOf(StepModel step) => step.Handoff ?? step.Result;

    private string OwnerOf(Anchor anchor) =>
        anchor.Kind == AnchorKind.Guard ? $"guard '{_model.Guards[anchor.Index].Name}'" : $"step '{_model.Steps[anchor.Index].Name}'";
}
