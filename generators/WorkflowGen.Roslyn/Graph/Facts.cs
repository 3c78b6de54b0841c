using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Graph;

/// <summary>
/// What decides whether nodes run: answers of guards, cases of values, failures that are handled, steps that are cut off. Each fact has one of a few values; the same guard on
/// the same sources, or the case of the same value, is the same fact wherever it stands.
/// </summary>
internal sealed class Facts
{
    private readonly WorkflowModel _model;
    private readonly List<Fact> _facts = [];
    private readonly Dictionary<(string Guard, string Sources), int> _guards = [];
    private readonly Dictionary<SourceModel, int> _cases = [];
    private readonly Dictionary<int, int> _failures = [];
    private readonly Dictionary<int, int> _losses = [];
    private readonly HashSet<int> _impossible = [];

    public Facts(WorkflowModel model) => _model = model;

    /// <summary>How many values all facts have together.</summary>
    public int Values { get; private set; }

    public int Count => _facts.Count;

    /// <summary>How many values a fact has.</summary>
    public int SizeOf(int fact) => _facts[fact].Clauses.Length;

    /// <summary>The place of a fact's first value among all values.</summary>
    public int OffsetOf(int fact) => _facts[fact].Offset;

    public int FactOf(int value)
    {
        int low = 0, high = _facts.Count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_facts[middle].Offset <= value)
                low = middle;
            else
                high = middle - 1;
        }
        return low;
    }

    /// <summary>When a fact has a value, as part of a sentence: <c>'IsLarge' is false</c>.</summary>
    public string Clause(int value)
    {
        var fact = _facts[FactOf(value)];
        return fact.Clauses[value - fact.Offset];
    }

    /// <summary>Whether a fact never has a value: the answer that a constant guard does not give.</summary>
    public bool IsImpossible(int value) => _impossible.Contains(value);

    /// <summary>What a step asks for that leaves no value of a fact, as part of a sentence.</summary>
    public string Demand(int fact) => _facts[fact].Demand;

    /// <summary>The value that a guard must not have; −1: the guard is always as it must be.</summary>
    public int ExcludedBy(GuardUse use, GraphNode node)
    {
        var guard = _model.Guards[use.Guard];
        if (guard.Constant == !use.Negated)
            return -1;
        var (name, negated) = Root(guard, use.Negated);
        var key = (name, Sources(use.Bindings, node));
        if (!_guards.TryGetValue(key, out var fact))
        {
            _guards[key] = fact = Add($"its guards ask for '{name}' to be both true and false", $"'{name}' is false", $"'{name}' is true");
            if (_model.Guards.FirstOrDefault(g => g.Name == name)?.Constant is { } constant)
                _impossible.Add(_facts[fact].Offset + (constant ? 0 : 1));
        }
        return _facts[fact].Offset + (negated ? 1 : 0);
    }

    /// <summary>The values that a binding to some cases rules out: the other cases, and null.</summary>
    public IEnumerable<int> ExcludedBy(SourceModel source, FamilyModel family, string sourceName, bool mayBeNull)
    {
        if (!_cases.TryGetValue(source, out var fact))
        {
            var clauses = family.Cases.Select(c => $"'{sourceName}' hands over '{c.DisplayName}'");
            _cases[source] = fact = Add($"it takes several cases of what '{sourceName}' hands over", [.. mayBeNull ? clauses.Append($"'{sourceName}' hands over null") : clauses]);
        }
        for (var i = 0; i < SizeOf(fact); i++)
        {
            if (!family.Covered.Contains(i))
                yield return _facts[fact].Offset + i;
        }
    }

    /// <summary>That a node, if it ran, completed (the first value) or failed (the second).</summary>
    public int FailureOf(int node)
    {
        if (!_failures.TryGetValue(node, out var fact))
            _failures[node] = fact = Add($"'{_model.Steps[node].Name}' can only either complete or fail", $"'{_model.Steps[node].Name}' does not fail", $"'{_model.Steps[node].Name}' fails");
        return _facts[fact].Offset;
    }

    /// <summary>That a node was left alone (the first value) or cut off by something that no other fact knows (the second).</summary>
    public int LossOf(int node)
    {
        if (!_losses.TryGetValue(node, out var fact))
            _losses[node] = fact = Add($"'{_model.Steps[node].Name}' can only either complete or be cancelled", $"'{_model.Steps[node].Name}' is not cancelled", $"'{_model.Steps[node].Name}' is cancelled");
        return _facts[fact].Offset;
    }

    private int Add(string demand, params string[] clauses)
    {
        _facts.Add(new(Values, demand, clauses));
        Values += clauses.Length;
        return _facts.Count - 1;
    }

    // A guard that is nothing but the opposite of another is the same fact.
    private (string Name, bool Negated) Root(GuardModel guard, bool negated)
    {
        var seen = 0;
        while (guard.NegationOf is { } other)
        {
            if (++seen > _model.Guards.Count + 1)
                break; // two that deny each other
            negated = !negated;
            if (_model.Guards.FirstOrDefault(g => g.Name == other) is not { } next)
                return (other, negated);
            guard = next;
        }
        return (guard.Name, negated);
    }

    private static string Sources(EquatableArray<Binding> bindings, GraphNode node) => string.Join(" ", bindings.Select(b =>
        b.Kind == BindingKind.Join
            ? "(" + Sources(node.Joins[b.Index].Members, node) + "/" + node.Joins[b.Index].Need.ToString(System.Globalization.CultureInfo.InvariantCulture) + ")"
            : b.Kind.ToString() + b.Index.ToString(System.Globalization.CultureInfo.InvariantCulture) + (b.NarrowTo is { } narrow ? ":" + narrow : "")));

    private sealed record Fact(int Offset, string Demand, string[] Clauses);
}
