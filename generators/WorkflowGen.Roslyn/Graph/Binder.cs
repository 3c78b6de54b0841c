using System.Collections.Immutable;
using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Graph;

/// <summary>Finds the producer of every parameter: by [From], by type, then by name.</summary>
internal sealed class Binder
{
    private readonly WorkflowModel _model;
    private readonly List<Finding> _findings;
    private readonly HashSet<Anchor> _reported = [];
    private readonly Dictionary<string, int> _guards = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _steps = new(StringComparer.Ordinal);

    private Binder(WorkflowModel model, List<Finding> findings)
    {
        _model = model;
        _findings = findings;
        for (var i = 0; i < model.Guards.Count; i++)
            _guards[model.Guards[i].Name] = i;
        for (var i = model.Steps.Count - 1; i >= 0; i--)
            _steps[model.Steps[i].Name] = i;
    }

    public static List<GraphNode> Bind(WorkflowModel model, List<Finding> findings)
    {
        var binder = new Binder(model, findings);
        return Enumerable.Range(0, model.Steps.Count).Select(binder.BindStep).ToList();
    }

    private GraphNode BindStep(int index)
    {
        var step = _model.Steps[index];
        var bindings = Bind(step.Parameters, index, p => Anchor.StepParameter(index, p));
        var guards = step.Guards.Distinct(StringComparer.Ordinal)
            .Where(_guards.ContainsKey)
            .Select(name => BindGuard(_guards[name], index))
            .ToEquatableArray();

        var required = new SortedSet<int>(Required(step.Parameters, bindings));
        foreach (var use in guards)
            required.UnionWith(Required(_model.Guards[use.Guard].Parameters, use.Bindings));

        var node = new GraphNode { Index = index, Bindings = bindings, Guards = guards, Required = required.ToEquatableArray() };
        var dependencies = new SortedSet<int>(node.Producers);
        foreach (var name in step.After)
        {
            if (_steps.TryGetValue(name, out var predecessor) && predecessor != index)
                dependencies.Add(predecessor);
        }
        return node with { Dependencies = dependencies.ToEquatableArray() };
    }

    private GuardUse BindGuard(int guard, int step) =>
        new(guard, Bind(_model.Guards[guard].Parameters, step, p => Anchor.GuardParameter(guard, p)));

    private static IEnumerable<int> Required(EquatableArray<ParameterModel> parameters, EquatableArray<Binding> bindings)
    {
        for (var i = 0; i < parameters.Count; i++)
        {
            if (bindings[i].Kind == BindingKind.Step && !parameters[i].Type.MayBeNull)
                yield return bindings[i].Index;
        }
    }

    private EquatableArray<Binding> Bind(EquatableArray<ParameterModel> parameters, int step, Func<int, Anchor> anchor)
    {
        var bindings = ImmutableArray.CreateBuilder<Binding>(parameters.Count);
        for (var i = 0; i < parameters.Count; i++)
            bindings.Add(Bind(parameters[i], step, anchor(i)));
        return new(bindings.MoveToImmutable());
    }

    private Binding Bind(ParameterModel parameter, int step, Anchor anchor)
    {
        if (parameter.Kind == ParameterKind.CancellationToken)
            return new(BindingKind.CancellationToken);
        if (parameter.Kind == ParameterKind.StepContext)
            return new(BindingKind.StepContext);
        if (parameter.IsUntyped)
            return default;
        if (parameter.From.Count > 0)
            return BindNamed(parameter, step, anchor);

        var usable = parameter.Candidates.Where(c => IsOther(c, step) && Binds(c)).ToList();
        if (usable.Count == 1)
            return ToBinding(usable[0]);
        if (usable.Count == 0)
            return ReportNoProducer(parameter, step, anchor);

        var named = usable.Where(c => string.Equals(NameOf(c.Source), parameter.Name, StringComparison.OrdinalIgnoreCase)).ToList();
        if (named.Count == 1)
            return ToBinding(named[0]);

        var names = usable.Select(c => NameOf(c.Source)).ToList();
        var ambiguous = Finding.Of(RuleIds.AmbiguousHandoff, anchor, parameter.Name, OwnerOf(anchor), parameter.Type.DisplayName, Sentences.Either(names), _model.Name);
        Report(ambiguous with { Choices = usable.Select(Choice).ToEquatableArray() });
        return default;
    }

    private Binding BindNamed(ParameterModel parameter, int step, Anchor anchor)
    {
        var at = anchor.On("From");
        if (parameter.From.Count > 1)
        {
            Report(Finding.Of(RuleIds.NotSupportedYet, at, "[From] with several alternatives", _model.Name));
            return default;
        }

        var name = parameter.From[0];
        var narrows = false;
        foreach (var source in SourcesNamed(name))
        {
            if (source == new SourceModel(SourceKind.Step, step) || Find(parameter.Candidates, source) is not { } candidate)
                continue;
            if (Binds(candidate))
                return ToBinding(candidate);
            narrows |= candidate.Conversion == HandoffConversion.Narrowing;
        }

        if (narrows)
            Report(Finding.Of(RuleIds.NotSupportedYet, at, "Narrowing by type", _model.Name));
        else if (string.Equals(_model.Steps[step].Name, name, StringComparison.Ordinal) && _model.Inputs.All(i => i.Name != name))
            Report(Finding.Of(RuleIds.UnknownSource, at, parameter.Name, OwnerOf(anchor), name, "is the step itself"));
        else if (TypeOf(name) is { } type)
            Report(Finding.Of(RuleIds.SourceTypeMismatch, at, parameter.Name, OwnerOf(anchor), parameter.Type.DisplayName, name, type));
        else if (_model.Run is not null && !_model.IsIncomplete)
            Report(Finding.Of(RuleIds.UnknownSource, at, parameter.Name, OwnerOf(anchor), name, "is neither a step nor an input"));
        return default;
    }

    private IEnumerable<SourceModel> SourcesNamed(string name)
    {
        if (_steps.TryGetValue(name, out var step))
            yield return new(SourceKind.Step, step);
        for (var i = 0; i < _model.Inputs.Count; i++)
        {
            if (string.Equals(_model.Inputs[i].Name, name, StringComparison.Ordinal))
                yield return new(SourceKind.Input, i);
        }
    }

    private static CandidateModel? Find(EquatableArray<CandidateModel> candidates, SourceModel source)
    {
        foreach (var candidate in candidates)
        {
            if (candidate.Source == source)
                return candidate;
        }
        return null;
    }

    private Binding ReportNoProducer(ParameterModel parameter, int step, Anchor anchor)
    {
        // Without RunAsync every input is missing, and an unknown type is the compiler's to report: nothing would be learnt from a second message.
        if (_model.IsIncomplete)
            return default;
        var misses = parameter.Candidates.Where(c => IsOther(c, step)).OrderBy(c => c.Conversion).ToList();
        if (misses.Count > 0 && misses[0].Conversion == HandoffConversion.Narrowing)
        {
            Report(Finding.Of(RuleIds.NotSupportedYet, anchor, $"Narrowing by type ('{NameOf(misses[0].Source)}' hands over '{TypeOf(misses[0].Source)}', '{parameter.Name}' takes the case '{parameter.Type.DisplayName}')", _model.Name));
            return default;
        }
        if (_model.Run is null)
            return default;
        var nearest = misses.Count == 0 ? "" : $"; the nearest is '{NameOf(misses[0].Source)}', which hands over '{TypeOf(misses[0].Source)}'";
        var missing = Finding.Of(RuleIds.NoProducer, anchor, parameter.Name, OwnerOf(anchor), parameter.Type.DisplayName, _model.Name, nearest);
        Report(missing with { Choices = misses.Select(m => $"{m.Conversion}:{NameOf(m.Source)}").ToEquatableArray() });
        return default;
    }

    // A guard that several steps use is bound once for each, and complained about once.
    private void Report(Finding finding)
    {
        if (_reported.Add(finding.Anchor))
            _findings.Add(finding);
    }

    private static bool IsOther(CandidateModel candidate, int step) => candidate.Source != new SourceModel(SourceKind.Step, step);

    private static bool Binds(CandidateModel candidate) => candidate.Conversion is HandoffConversion.Identity or HandoffConversion.Implicit;

    private static Binding ToBinding(CandidateModel candidate) =>
        new(candidate.Source.Kind == SourceKind.Input ? BindingKind.Input : BindingKind.Step, candidate.Source.Index);

    private string Choice(CandidateModel candidate) => $"{candidate.Source.Kind}:{NameOf(candidate.Source)}";

    private string NameOf(SourceModel source) =>
        source.Kind == SourceKind.Input ? _model.Inputs[source.Index].Name : _model.Steps[source.Index].Name;

    private string TypeOf(SourceModel source) =>
        (source.Kind == SourceKind.Input ? _model.Inputs[source.Index].Type : _model.Steps[source.Index].Result)?.DisplayName ?? "nothing";

    private string? TypeOf(string name)
    {
        if (_steps.TryGetValue(name, out var step))
            return TypeOf(new SourceModel(SourceKind.Step, step));
        return _model.Inputs.FirstOrDefault(i => i.Name == name)?.Type.DisplayName;
    }

    private string OwnerOf(Anchor anchor) =>
        anchor.Kind == AnchorKind.Guard ? $"guard '{_model.Guards[anchor.Index].Name}'" : $"step '{_model.Steps[anchor.Index].Name}'";
}
