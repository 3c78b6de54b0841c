using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Analyzers.Tests.Graph;

/// <summary>Models without a compiler. Every step makes a type of its own, so that a parameter has one candidate.</summary>
internal sealed class ModelBuilder
{
    private readonly List<StepModel> _steps = [];
    private readonly SortedDictionary<string, GuardModel> _guards = new(StringComparer.Ordinal);

    /// <summary>Adds a step that takes the results of others.</summary>
    /// <param name="takes">Places of producers.</param>
    /// <param name="mayBeNull">Which of them it takes as nullable.</param>
    /// <param name="guards">Names of guards, each of which reads the run's input.</param>
    public ModelBuilder Step(string name, IReadOnlyList<int>? takes = null, IReadOnlyCollection<int>? mayBeNull = null, IReadOnlyList<string>? guards = null, IReadOnlyList<string>? after = null, bool output = false, IReadOnlyList<string>? unless = null, string? catches = null)
    {
        foreach (var guard in (guards ?? []).Concat(unless ?? []))
            _guards[guard] = new(guard, IsStatic: true, Array(Input("input")));
        _steps.Add(new()
        {
            Name = name,
            IsStatic = false,
            Returns = ReturnShape.Value,
            Result = Type($"T{_steps.Count}", mayBeNull: false),
            Parameters = Array((takes ?? []).Select(p => Parameter(p, mayBeNull?.Contains(p) == true)).ToArray()),
            Guards = Array([.. guards ?? []]),
            Unless = Array([.. unless ?? []]),
            Catches = catches is null ? default : Array(catches),
            After = Array([.. after ?? []]),
            IsOutput = output,
            OutputConversion = HandoffConversion.Identity,
        });
        return this;
    }

    public StepModel? Last => _steps.LastOrDefault();

    /// <summary>Lets the step that was added last take some of several results.</summary>
    /// <param name="need">How many; 0: they are alternatives.</param>
    public ModelBuilder Joining(IReadOnlyList<int> members, int need, bool mayBeNull)
    {
        var names = Array([.. members.Select(m => _steps[m].Name)]);
        var parameter = new ParameterModel
        {
            Name = "joined",
            Type = Type("Any", mayBeNull),
            From = need == 0 ? names : default,
            Join = need == 0 ? null : new(names, need, IsList: true, RestModel.Ignore),
            Candidates = Array([.. members.Select(m => new CandidateModel(new(SourceKind.Step, m), HandoffConversion.Implicit))]),
        };
        _steps[^1] = _steps[^1] with { Parameters = Array([.. _steps[^1].Parameters, parameter]) };
        return this;
    }

    /// <summary>Lets a step be the last of a loop, of at most three rounds.</summary>
    public ModelBuilder Looping(int end, int to)
    {
        _steps[end] = _steps[end] with { Loop = new(_steps[to].Name, null, 3) };
        return this;
    }

    /// <param name="result">Whether the run returns something, and if so whether it may be null.</param>
    public WorkflowModel Build(bool? result = null) => new()
    {
        Namespace = "",
        TypeName = "W",
        TypeKeyword = "class",
        Accessibility = "public",
        Name = "w",
        Version = 1,
        Run = new("public", result is { } mayBeNull ? Type("R", mayBeNull) : null, CancellationToken: null, TokenPosition: 1),
        Inputs = Array(new InputModel("input", Type("In", mayBeNull: false))),
        Steps = Array([.. _steps]),
        Guards = Array([.. _guards.Values]),
    };

    private static ParameterModel Input(string name) => new()
    {
        Name = name,
        Type = Type("In", mayBeNull: false),
        Candidates = Array(new CandidateModel(new(SourceKind.Input, 0), HandoffConversion.Identity)),
    };

    private static ParameterModel Parameter(int producer, bool mayBeNull) => new()
    {
        Name = $"p{producer}",
        Type = Type($"T{producer}", mayBeNull),
        Candidates = Array(new CandidateModel(new(SourceKind.Step, producer), mayBeNull ? HandoffConversion.Implicit : HandoffConversion.Identity)),
    };

    private static TypeModel Type(string name, bool mayBeNull) => new($"global::{name}{(mayBeNull ? "?" : "")}", name, IsValueType: false, mayBeNull);

    private static EquatableArray<T> Array<T>(params T[] items)
        where T : IEquatable<T> => items.ToEquatableArray();
}
