using System.Collections.Immutable;
using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Graph;

/// <summary>Finds the producer of every parameter: by what its attributes say, by type, then by name.</summary>
internal sealed partial class Binder
{
    private readonly WorkflowModel _model;
    private readonly NodeNames _names;
    private readonly List<Finding> _findings;
    private readonly HashSet<Anchor> _reported = [];

    private Binder(WorkflowModel model, NodeNames names, List<Finding> findings)
    {
        _model = model;
        _names = names;
        _findings = findings;
    }

    /// <summary>The nodes with everything bound but [Previous], and the guards of the loops by the node they end with.</summary>
    public static (List<GraphNode> Nodes, Dictionary<int, GuardUse> LoopGuards) Bind(WorkflowModel model, NodeNames names, List<Finding> findings)
    {
        var binder = new Binder(model, names, findings);
        var loopGuards = new Dictionary<int, GuardUse>();
        var nodes = new List<GraphNode>(model.Steps.Count);
        for (var i = 0; i < model.Steps.Count; i++)
            nodes.Add(binder.BindNode(i, loopGuards));
        return (nodes, loopGuards);
    }

    private GraphNode BindNode(int index, Dictionary<int, GuardUse> loopGuards)
    {
        var step = _model.Steps[index];
        var scope = new Scope(index);
        var bindings = Bind(step.Parameters, scope, p => Anchor.StepParameter(index, p));
        var guards = step.Guards.Distinct(StringComparer.Ordinal).Select(name => BindGuard(name, scope))
            .Concat(step.Unless.Distinct(StringComparer.Ordinal).Select(name => BindGuard(name, scope, negated: true)))
            .OfType<GuardUse>()
            .ToEquatableArray();
        var again = BindGuard(step.Loop?.While, scope with { Own = BindingKind.Step });
        if (again is not null)
            loopGuards[index] = again;
        var node = new GraphNode { Index = index, Bindings = bindings, Guards = guards };
        if (scope.EachSources.Count > 0)
            node = node with { Each = EachOf(step, scope) };
        return Wire(node with { Joins = scope.Joins.ToEquatableArray() }, step, again);
    }

    private GraphNode Wire(GraphNode node, StepModel step, GuardUse? again)
    {
        var required = new SortedSet<int>();
        var dependencies = new SortedSet<int>();
        Add(node.Bindings, step.Parameters);
        foreach (var use in node.Guards)
            Add(use.Bindings, _model.Guards[use.Guard].Parameters);
        if (again is not null)
            Add(again.Bindings, _model.Guards[again.Guard].Parameters);
        if (node.Each?.Until is { } until)
            Add(until.Bindings, _model.Guards[until.Guard].Parameters);
        foreach (var source in node.Each?.Sources ?? default)
        {
            if (source.Kind == EachSourceKindModel.Collection && source.Sources[0] is { Kind: BindingKind.Step, Index: var producer })
            {
                required.Add(producer);
                dependencies.Add(producer);
            }
        }

        foreach (var name in step.After)
            AddNamed(name);
        foreach (var name in step.Catches)
            AddNamed(name);
        var openedBy = _names.Node(step.Only?.After);
        if (openedBy >= 0 && openedBy != node.Index)
        {
            required.Add(openedBy);
            dependencies.Add(openedBy);
        }
        node = node with
        {
            Required = required.ToEquatableArray(),
            Dependencies = dependencies.ToEquatableArray(),
            Catches = step.Catches.Select(_names.Node).Where(c => c >= 0 && c != node.Index).Distinct().OrderBy(c => c).ToEquatableArray(),
            OpenedBy = openedBy == node.Index ? -1 : openedBy,
            ClosedBy = _names.Node(step.Only?.Before) is var closedBy && closedBy == node.Index ? -1 : closedBy,
            ExclusiveUntil = _names.Node(step.Exclusive?.Until) is var until2 && until2 == node.Index ? -1 : until2,
        };
        return node with { Predecessors = PredecessorsOf(node) };

        void Add(EquatableArray<Binding> bindings, EquatableArray<ParameterModel> parameters)
        {
            for (var i = 0; i < bindings.Count; i++)
            {
                if (bindings[i] is not { Kind: BindingKind.Step, Index: var producer } || producer == node.Index)
                    continue;
                dependencies.Add(producer);
                if (!parameters[i].Type.MayBeNull)
                    required.Add(producer);
            }
        }

        void AddNamed(string name)
        {
            var predecessor = _names.Node(name);
            if (predecessor >= 0 && predecessor != node.Index)
                dependencies.Add(predecessor);
        }
    }

    // A graph of plain steps has one array for both.
    private static EquatableArray<int> PredecessorsOf(GraphNode node)
    {
        if (node.Joins.Count == 0 && node.Each is null)
            return node.Dependencies;
        var all = new SortedSet<int>(node.Dependencies);
        foreach (var join in node.Joins)
            all.UnionWith(join.Members.Where(m => m.Kind == BindingKind.Step).Select(m => m.Index));
        foreach (var source in node.Each?.Sources ?? default)
            all.UnionWith(source.Sources.Where(s => s.Kind == BindingKind.Step).Select(s => s.Index));
        return all.ToEquatableArray();
    }

    private GuardUse? BindGuard(string? name, Scope scope, bool negated = false)
    {
        var guard = _names.Guard(name);
        return guard < 0 ? null : new(guard, Bind(_model.Guards[guard].Parameters, scope, p => Anchor.GuardParameter(guard, p)), negated);
    }

    private EquatableArray<Binding> Bind(EquatableArray<ParameterModel> parameters, Scope scope, Func<int, Anchor> anchor)
    {
        var bindings = ImmutableArray.CreateBuilder<Binding>(parameters.Count);
        for (var i = 0; i < parameters.Count; i++)
            bindings.Add(Bind(parameters[i], scope, anchor(i)));
        return new(bindings.MoveToImmutable());
    }

    private Binding Bind(ParameterModel parameter, Scope scope, Anchor anchor)
    {
        switch (parameter.Kind)
        {
            case ParameterKind.CancellationToken:
                return new(BindingKind.CancellationToken);
            case ParameterKind.StepContext:
                return new(BindingKind.StepContext);
            case ParameterKind.Failure:
                return new(BindingKind.Failure);
            case ParameterKind.Workflow:
                return new(BindingKind.Workflow);
        }
        if (parameter.IsUntyped)
            return default;
        if (parameter.IsPrevious)
            return new(BindingKind.Previous); // bound when the loops are known
        if (parameter.Each is not null)
            return BindElement(parameter, scope, anchor);
        if (parameter.Join is { } join)
            return BindJoin(parameter, join, scope, anchor);
        return parameter.From.Count switch
        {
            0 => BindByType(parameter, scope, anchor),
            1 => BindNamed(parameter, scope, anchor),
            _ => BindAlternatives(parameter, scope, anchor),
        };
    }

    private Binding BindByType(ParameterModel parameter, Scope scope, Anchor anchor)
    {
        var visible = parameter.Candidates.Where(c => IsVisible(c.Source, scope)).ToList();
        var usable = WithoutStandIns(visible.Where(Binds).ToList());
        if (usable.Count == 0)
        {
            usable = WithoutStandIns(visible.Where(c => c is { Conversion: HandoffConversion.Narrowing, Family: not null }).ToList());
            if (usable.Count == 0)
                return ReportNoProducer(parameter, visible, anchor);
        }
        if (usable.Count == 1)
            return ToBinding(usable[0], parameter, scope);

        var named = usable.Where(c => string.Equals(NameOf(c.Source), parameter.Name, StringComparison.OrdinalIgnoreCase)).ToList();
        if (named.Count == 1)
            return ToBinding(named[0], parameter, scope);

        var names = usable.Select(c => NameOf(c.Source)).ToList();
        var ambiguous = Finding.Of(RuleIds.AmbiguousHandoff, anchor, parameter.Name, OwnerOf(anchor), parameter.Type.DisplayName, Sentences.Either(names), _model.Name);
        Report(ambiguous with { Choices = usable.Select(Choice).ToEquatableArray() });
        return default;
    }

    private Binding BindNamed(ParameterModel parameter, Scope scope, Anchor anchor)
    {
        if (FindNamed(parameter.From[0], parameter.Candidates, scope, allowNarrowing: true) is { } found)
            return ToBinding(found, parameter, scope);
        ReportNamed(parameter, parameter.From[0], scope, anchor, anchor.On("From"));
        return default;
    }

    /// <summary>The step of that name, else the input, if it converts.</summary>
    private CandidateModel? FindNamed(string name, EquatableArray<CandidateModel> candidates, Scope scope, bool allowNarrowing)
    {
        foreach (var source in SourcesNamed(name))
        {
            if (IsVisible(source, scope) && Find(candidates, source) is { } candidate
                && (Binds(candidate) || (allowNarrowing && candidate is { Conversion: HandoffConversion.Narrowing, Family: not null })))
            {
                return candidate;
            }
        }
        return null;
    }

    private IEnumerable<SourceModel> SourcesNamed(string name)
    {
        if (_names.Node(name) is >= 0 and var node)
            yield return new(SourceKind.Step, node);
        if (_names.Input(name) is >= 0 and var input)
            yield return new(SourceKind.Input, input);
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

    /// <summary>Whether a node may take a value from a source at all: not from itself, not what it handles the failure of, and from [Finally] steps only if it is one.</summary>
    private bool IsVisible(SourceModel source, Scope scope)
    {
        if (source.Kind == SourceKind.Input)
            return true;
        if (source.Index == scope.Node)
            return scope.Own is not null;
        return (!_model.Steps[source.Index].IsFinally || _model.Steps[scope.Node].IsFinally)
            && (_model.Steps[scope.Node].Catches.Count == 0 || !_model.Steps[scope.Node].Catches.Contains(_model.Steps[source.Index].Name));
    }

    private static bool Binds(CandidateModel candidate) => candidate.Conversion is HandoffConversion.Identity or HandoffConversion.Implicit;

    private Binding ToBinding(CandidateModel candidate, ParameterModel parameter, Scope scope)
    {
        var narrowTo = candidate.Conversion == HandoffConversion.Narrowing ? parameter.ValueType.FullName.TrimEnd('?') : null;
        if (candidate.Source.Kind == SourceKind.Input)
            return new(BindingKind.Input, candidate.Source.Index, narrowTo);
        if (candidate.Source.Index == scope.Node)
            return scope.Own == BindingKind.Results ? new(BindingKind.Results) : new(BindingKind.Step, scope.Node, narrowTo);
        return WithStandIns(candidate, parameter, scope, narrowTo);
    }

    /// <summary>What is being bound: the parameters of a node and of its guards, and what they make up together.</summary>
    /// <param name="Own">In a guard that may take the node's own result: what that is bound as.</param>
    private sealed record Scope(int Node, BindingKind? Own = null)
    {
        public List<JoinUse> Joins { get; } = [];

        public List<EachSourceUse> EachSources { get; } = [];

        public Binding Add(JoinUse join)
        {
            Joins.Add(join);
            return new(BindingKind.Join, Joins.Count - 1);
        }
    }
}
