using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Graph;

/// <summary>Parameters that take one element at a time.</summary>
internal sealed partial class Binder
{
    private const int DefaultWindow = 256;

    private Binding BindElement(ParameterModel parameter, Scope scope, Anchor anchor)
    {
        var at = anchor.On("Each");
        if (anchor.Kind != AnchorKind.Step)
            return default;
        var problem = _model.Steps[scope.Node].Kind switch
        {
            NodeKindModel.Signal => "a signal is waited for once: let an [Each] take a signal that returns IAsyncEnumerable",
            NodeKindModel.Delay => "a delay waits once",
            NodeKindModel.Stream => "a stream cannot be made once per element: return a value, and let another step take the list",
            _ => parameter.Join is null ? null : "it takes elements: leave out [FirstOf] and [AnyOf]",
        };
        if (problem is not null)
        {
            Report(Finding.Of(RuleIds.InvalidEach, at, parameter.Name, OwnerOf(anchor), problem));
            return default;
        }
        var source = parameter.From.Count switch
        {
            0 => ElementsByType(parameter, scope, anchor),
            1 => ElementsOf(parameter, scope, anchor),
            _ => Members(parameter, parameter.From, scope, anchor, "From") is { } arrivals ? new EachSourceUse(EachSourceKindModel.Arrivals, arrivals) : null,
        };
        if (source is null)
            return default;
        scope.EachSources.Add(source);
        return new(BindingKind.Element, scope.EachSources.Count - 1);
    }

    private EachSourceUse? ElementsByType(ParameterModel parameter, Scope scope, Anchor anchor)
    {
        var usable = parameter.ElementCandidates.Where(c => Binds(c) && IsVisible(c.Source, scope)).ToList();
        if (usable.Count > 1)
            usable = usable.FindAll(c => string.Equals(NameOf(c.Source), parameter.Name, StringComparison.OrdinalIgnoreCase)) is { Count: 1 } named ? named : usable;
        if (usable.Count == 1)
            return Source(usable[0]);
        if (usable.Count > 1)
        {
            var ambiguous = Finding.Of(RuleIds.AmbiguousHandoff, anchor, parameter.Name, OwnerOf(anchor), parameter.Type.DisplayName, Sentences.Either(usable.ConvertAll(c => NameOf(c.Source))), _model.Name);
            Report(ambiguous with { Choices = usable.Select(Choice).ToEquatableArray() });
        }
        else if (!_model.IsIncomplete && _model.Run is not null)
        {
            Report(Finding.Of(RuleIds.InvalidEach, anchor.On("Each"), parameter.Name, OwnerOf(anchor), $"no input and no other step hands over a list or stream of '{parameter.Type.DisplayName}'{NearestList(parameter, scope)}"));
        }
        return null;
    }

    private EachSourceUse? ElementsOf(ParameterModel parameter, Scope scope, Anchor anchor)
    {
        var name = parameter.From[0];
        if (FindNamed(name, parameter.ElementCandidates, scope, allowNarrowing: false) is { } found)
            return Source(found);
        if (TypeOf(name) is null || !SourcesNamed(name).Any(s => IsVisible(s, scope)))
            ReportNamed(parameter, name, scope, anchor, anchor.On("From"));
        else
            Report(Finding.Of(RuleIds.InvalidEach, anchor.On("Each"), parameter.Name, OwnerOf(anchor), $"'{name}' hands over '{TypeOf(name)}', which is no list or stream of '{parameter.Type.DisplayName}'"));
        return null;
    }

    private string NearestList(ParameterModel parameter, Scope scope)
    {
        foreach (var candidate in parameter.ElementCandidates)
        {
            if (IsVisible(candidate.Source, scope))
                return $"; '{NameOf(candidate.Source)}' hands over '{TypeOf(candidate.Source)}'";
        }
        foreach (var candidate in parameter.Candidates)
        {
            if (Binds(candidate) && IsVisible(candidate.Source, scope))
                return $"; '{NameOf(candidate.Source)}' hands over a single one";
        }
        return "";
    }

    private EachSourceUse Source(CandidateModel candidate)
    {
        if (candidate.Source.Kind == SourceKind.Input)
            return new(EachSourceKindModel.Collection, new[] { new Binding(BindingKind.Input, candidate.Source.Index) }.ToEquatableArray());
        var kind = IsStream(_model.Steps[candidate.Source.Index]) ? EachSourceKindModel.Stream : EachSourceKindModel.Collection;
        return new(kind, new[] { new Binding(BindingKind.Step, candidate.Source.Index) }.ToEquatableArray());
    }

    private static bool IsStream(StepModel step) => step.Kind == NodeKindModel.Stream || step.Signal is { IsStream: true };

    // What several parameters say adds up; that they do not contradict each other is checked apart.
    private EachUse EachOf(StepModel step, Scope scope)
    {
        var said = step.Parameters.Select(p => p.Each).OfType<EachModel>().ToList();
        var window = said.Select(e => e.MaxParallel).FirstOrDefault(m => m > 0);
        var until = said.Select(e => BindGuard(e.Until, scope with { Own = BindingKind.Results })).FirstOrDefault(u => u is not null);
        return new(
            scope.EachSources.ToEquatableArray(),
            window == 0 ? DefaultWindow : window,
            said.Select(e => e.Enough).FirstOrDefault(e => e > 0),
            until,
            said.Select(e => _names.Node(e.CompleteOn)).Where(n => n >= 0).DefaultIfEmpty(-1).First(),
            said.Select(e => e.Rest).FirstOrDefault(r => r != RestModel.Cancel));
    }
}
