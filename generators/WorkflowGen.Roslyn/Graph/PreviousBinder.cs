using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Graph;

/// <summary>Binds [Previous] once the loops are known: to steps of the loops around a node, itself included. Such a value comes from the round before, so that it orders nothing.</summary>
internal sealed class PreviousBinder
{
    private readonly WorkflowModel _model;
    private readonly NodeNames _names;
    private readonly IReadOnlyList<LoopUse> _loops;
    private readonly List<Finding> _findings;
    private readonly HashSet<Anchor> _reported = [];
    private readonly List<PreviousUse> _uses = [];
    private readonly Dictionary<PreviousUse, int> _places = [];

    private PreviousBinder(WorkflowModel model, NodeNames names, IReadOnlyList<LoopUse> loops, List<Finding> findings)
    {
        _model = model;
        _names = names;
        _loops = loops;
        _findings = findings;
    }

    public static List<PreviousUse> Bind(WorkflowModel model, NodeNames names, List<GraphNode> nodes, List<LoopUse> loops, List<Finding> findings)
    {
        var binder = new PreviousBinder(model, names, loops, findings);
        if (!model.Steps.Any(s => s.Parameters.Any(p => p.IsPrevious)) && !model.Guards.Any(g => g.Parameters.Any(p => p.IsPrevious)))
            return binder._uses;
        for (var i = 0; i < nodes.Count; i++)
        {
            var node = nodes[i];
            nodes[i] = node with
            {
                Bindings = binder.Resolve(node.Bindings, model.Steps[i].Parameters, i, p => Anchor.StepParameter(node.Index, p)),
                Guards = node.Guards.Select(g => binder.Resolve(g, i)!).ToEquatableArray(),
                Each = node.Each is { Until: { } until } each ? each with { Until = binder.Resolve(until, i) } : node.Each,
            };
        }
        for (var i = 0; i < loops.Count; i++)
            loops[i] = loops[i] with { While = binder.Resolve(loops[i].While, loops[i].End) };
        return binder._uses;
    }

    private GuardUse? Resolve(GuardUse? use, int node) =>
        use is null ? null : use with { Bindings = Resolve(use.Bindings, _model.Guards[use.Guard].Parameters, node, p => Anchor.GuardParameter(use.Guard, p)) };

    private EquatableArray<Binding> Resolve(EquatableArray<Binding> bindings, EquatableArray<ParameterModel> parameters, int node, Func<int, Anchor> anchor) =>
        bindings.Any(b => b.Kind == BindingKind.Previous)
            ? bindings.Select((b, p) => b.Kind == BindingKind.Previous ? Resolve(parameters[p], node, anchor(p)) : b).ToEquatableArray()
            : bindings;

    private Binding Resolve(ParameterModel parameter, int node, Anchor anchor)
    {
        var at = anchor.On("Previous");
        if (parameter.Each is not null || parameter.Join is not null || parameter.From.Count > 1)
            return Report(at, parameter, "it is one value of the round before: leave out [Each], [FirstOf], [AnyOf] and further names in [From]");
        if (!parameter.Type.MayBeNull && parameter.Default is null)
            return Report(at, parameter, $"there is no round before the first: make it '{parameter.Type.DisplayName}?', or give it a default value");
        var around = Enumerable.Range(0, _loops.Count).Where(l => _loops[l].Region.Contains(node)).ToList();
        if (around.Count == 0)
            return Report(at, parameter, $"'{_model.Steps[node].Name}' is in no loop, and has no round before");

        var usable = parameter.Candidates
            .Where(c => c.Source.Kind == SourceKind.Step && c.Conversion is HandoffConversion.Identity or HandoffConversion.Implicit && around.Exists(l => _loops[l].Region.Contains(c.Source.Index)))
            .Select(c => c.Source.Index)
            .ToList();
        if (parameter.From.Count == 1)
        {
            var named = _names.Node(parameter.From[0]);
            if (!usable.Contains(named))
                return Report(at, parameter, named < 0 ? $"'{parameter.From[0]}' is not a step" : $"'{parameter.From[0]}' is not in a loop with it, or hands over something else than '{parameter.Type.DisplayName}'");
            usable = [named];
        }
        if (usable.Count > 1)
            usable = usable.FindAll(s => string.Equals(_model.Steps[s].Name, parameter.Name, StringComparison.OrdinalIgnoreCase)) is { Count: 1 } byName ? byName : usable;
        if (usable.Count == 0)
            return Report(at, parameter, $"no step of the loop hands over '{parameter.Type.DisplayName}'");
        if (usable.Count > 1)
            return Report(at, parameter, $"it could be that of {Sentences.Either(usable.ConvertAll(s => _model.Steps[s].Name))}: say which with [From]");

        var use = new PreviousUse(usable[0], around.Find(l => _loops[l].Region.Contains(usable[0])));
        if (!_places.TryGetValue(use, out var place))
        {
            _places[use] = place = _uses.Count;
            _uses.Add(use);
        }
        return new(BindingKind.Previous, place);
    }

    private Binding Report(Anchor at, ParameterModel parameter, string problem)
    {
        if (_reported.Add(at))
            _findings.Add(Finding.Of(RuleIds.InvalidPrevious, at, parameter.Name, problem));
        return default;
    }
}
