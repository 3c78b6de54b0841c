using System.Globalization;
using System.Text;

namespace WorkflowGen.Generators.Tests.RandomLanguage;

/// <summary>A workflow class made up from a seed with everything the language has, in combinations that need not make sense.</summary>
internal sealed class RandomClass
{
    private readonly Random _random;
    private readonly int _count;
    private readonly Kind[] _kinds;
    private readonly bool[] _perElement;
    private readonly HashSet<int>[] _before;
    private readonly bool _returns;
    private readonly List<string> _members = [];
    private readonly List<string> _guards = [];
    private int _named;

    private RandomClass(int seed)
    {
        _random = new(seed);
        _count = _random.Next(2, 9);
        _kinds = [.. Enumerable.Range(0, _count).Select(_ => _random.Next(20) switch { 0 => Kind.Delay, 1 => Kind.Signal, 2 => Kind.Signals, 3 => Kind.Child, 4 => Kind.Stream, 5 or 6 => Kind.List, 7 or 8 => Kind.Nothing, _ => Kind.Value })];
        _perElement = [.. _kinds.Select(k => k is Kind.Value or Kind.Child or Kind.Nothing && Chance(5))];
        _before = [.. _kinds.Select((_, i) => new HashSet<int> { i })];
        _returns = Chance(3);
    }

    private enum Kind
    {
        Value,
        Nothing,
        List,
        Signal,
        Signals,
        Delay,
        Child,
        Stream,
    }

    public static string Source(string name, int seed)
    {
        var made = new RandomClass(seed);
        for (var i = 0; i < made._count; i++)
            made.Add(i);
        var returns = made._returns ? "ValueTask<int?>" : "ValueTask";
        var cancel = Array.IndexOf(made._kinds, Kind.Signal) is >= 0 and var signal && made.Chance(8) ? $", CancelOn({Named(signal)})" : "";
        return $$"""
            [Workflow("{{name}}"{{(made.Chance(8) ? ", FailFast = false" : "")}}){{cancel}}]
            public sealed partial class {{name}}
            {
                public partial {{returns}} RunAsync(int n, int[] many);
                {{string.Join("\n    ", made._guards)}}
                private Task Undo() => Task.CompletedTask;
                {{string.Join("\n    ", made._members)}}
            }

            """;
    }

    private bool Chance(int oneIn) => _random.Next(oneIn) == 0;



    private static string Named(int node) => $"nameof(S{node})";

    // Nearly always an earlier one; sometimes the node itself, or a later one.
    private int Other(int node) => Chance(120) ? _random.Next(_count) : node == 0 || Chance(100) ? node : _random.Next(node);

    private int? Other(int node, Func<int, bool> fits)
    {
        for (var tries = 0; tries < 4; tries++)
        {
            if (Other(node) is var other && fits(other) && (other != node || Chance(40)))
                return Take(node, other);
        }
        return null;
    }

    private int Take(int node, int other)
    {
        _before[node].UnionWith(_before[other]);
        return other;
    }

    private bool IsValue(int node) => !_perElement[node] && _kinds[node] is Kind.Value or Kind.Child or Kind.Signal;

    private bool IsList(int node) => _kinds[node] == Kind.List || (_perElement[node] && _kinds[node] is Kind.Value or Kind.Child);

    private void Add(int node)
    {
        var kind = _kinds[node];
        var attributes = new List<string>();
        var parameters = Parameters(node, kind, attributes);
        if (Chance(4))
            attributes.Add($"{(Chance(2) ? "When" : "Unless")}(nameof({Guard(node)}))");
        AddTraits(node, kind, attributes, parameters);
        if (kind == Kind.Signal && Chance(2))
            parameters.Clear();
        var all = string.Join("", attributes.Select(a => ", " + a));
        var list = string.Join(", ", parameters);
        var fails = Chance(7);
        _members.Add(kind switch
        {
            Kind.Delay => $"[Delay(\"5m\"){all}] private partial Task S{node}({list});",
            Kind.Signals => $"[Signal(Timeout = \"2h\"){all}] private partial IAsyncEnumerable<int> S{node}({list});",
            Kind.Signal => $"[Signal(Timeout = \"2h\"){all}] private partial int? S{node}({list});",
            Kind.Child => $"[Child{all}] private partial Task<int> S{node}(Below workflow, [From(\"n\")] int number{(list.Length > 0 && !list.Contains("Previous", StringComparison.Ordinal) && Chance(12) ? ", " + list : "")});",
            Kind.Stream => $"[Step{all}] private async IAsyncEnumerable<int> S{node}({list}) {{ await Task.Yield(); yield return 1; yield return 2; }}",
            Kind.Nothing => $"[Step{all}] private void S{node}({list}) {{ {(fails ? "throw new IOException();" : "")} }}",
            Kind.List => $"[Step{all}] private IReadOnlyList<int> S{node}({list}) => {(fails ? "throw new IOException()" : "[1, 2, 3]")};",
            _ when Chance(2) => $"[Step{all}] private async Task<int> S{node}({list}) {{ await Task.Yield(); {(fails ? "throw new IOException();" : $"return {node};")} }}",
            _ => $"[Step{all}] private int S{node}({list}) => {(fails ? "throw new IOException()" : node.ToString(CultureInfo.InvariantCulture))};",
        });
    }

    private List<string> Parameters(int node, Kind kind, List<string> attributes)
    {
        var parameters = new List<string>();
        var after = new SortedSet<int>();
        if (_perElement[node])
            parameters.Add($"[Each{EachOptions(node)}, From({ElementSource(node)})] int e");
        for (var p = 0; p < 3; p++)
        {
            if (node == 0 || Chance(2))
                continue;
            var other = Take(node, Other(node));
            if (other != node && IsValue(other) && !Chance(6))
                parameters.Add($"[From({Named(other)})] int{(Chance(3) ? "" : "?")} p{p}");
            else if (other != node && IsList(other) && !Chance(6))
                parameters.Add($"[From({Named(other)})] IReadOnlyList<int>{(Chance(3) ? "" : "?")} p{p}");
            else if (other != node || Chance(40))
                after.Add(other);
        }
        attributes.AddRange(after.Select(a => $"After({Named(a)})"));
        if (node > 1 && Chance(4) && Members(node) is { } members)
        {
            var rest = _random.Next(4) switch { 0 => ", Rest = Rest.Ignore", 1 => ", Rest = Rest.Block", _ => "" };
            var optional = Chance(2) ? "?" : "";
            parameters.Add(_random.Next(3) switch
            {
                0 => $"[From({members})] int{optional} joined",
                1 => $"[FirstOf({members}{rest})] int{optional} joined",
                _ => $"[AnyOf({_random.Next(1, 3)}, {members}{rest})] IReadOnlyList<int>{optional} joined",
            });
        }
        return parameters;
    }

    private string? Members(int node)
    {
        int[] members = [.. Enumerable.Range(0, 3).Select(_ => Other(node, IsValue)).OfType<int>().Distinct()];
        return members.Length > 1 || Chance(30) && members.Length > 0 ? string.Join(", ", members.Select(Named)) : null;
    }

    private string ElementSource(int node) => _random.Next(4) switch
    {
        0 when Members(node) is { } members => members,
        1 when Other(node, o => _kinds[o] is Kind.Stream or Kind.Signals) is { } stream => Named(stream),
        2 or 1 when Other(node, IsList) is { } list => Named(list),
        _ => "\"many\"",
    };

    private string EachOptions(int node)
    {
        var options = new List<string>();
        if (Chance(3))
            options.Add($"MaxParallel = {_random.Next(1, 3)}");
        if (Chance(4))
            options.Add($"Enough = {_random.Next(1, 3)}");
        if (Chance(4))
            options.Add("Rest = Rest.Ignore");
        if (Chance(6) && Other(node, o => _kinds[o] == Kind.Signal) is { } signal)
            options.Add($"CompleteOn = {Named(signal)}");
        return options.Count == 0 ? "" : $"({string.Join(", ", options)})";
    }

    private string Guard(int node)
    {
        if (_named > 0 && Chance(2))
            return $"G{_random.Next(_named)}";
        var name = $"G{_named++}";
        var source = Other(node, IsValue);
        _guards.Add(source is { } from && Chance(2)
            ? $"private static bool {name}([From({Named(from)})] int? value) => (value ?? 0) % 2 == 0;"
            : $"private static bool {name}([From(\"n\")] int value) => value % {_random.Next(2, 4)} == 0;");
        return name;
    }

    private void AddTraits(int node, Kind kind, List<string> attributes, List<string> parameters)
    {
        if (Chance(4))
        {
            var guard = "";
            if (IsValue(node) && Chance(2))
            {
                guard = $", While = nameof(L{node})";
                _guards.Add($"private static bool L{node}(int? s{node}) => (s{node} ?? 0) % 3 != 0;".Replace($"(int? s{node})", $"([From({Named(node)})] int? s{node})", StringComparison.Ordinal));
            }
            attributes.Add($"Loop(Max = {_random.Next(1, 4)}{guard}{(Chance(5) ? "" : $", To = {Named(Chance(30) ? Other(node) : _before[node].ElementAt(_random.Next(_before[node].Count)))}")})");
            if (IsValue(node) && kind == Kind.Value && Chance(2))
                parameters.Add($"[Previous, From({Named(node)})] int? before");
        }
        var caught = Other(node);
        if (node > 0 && caught != node && Chance(6) && _kinds[caught] is not (Kind.Signal or Kind.Signals or Kind.Delay) && !parameters.Exists(p => p.Contains(Named(caught), StringComparison.Ordinal)))
        {
            attributes.Add($"Catch({Named(Take(node, caught))})");
            if (Chance(3) && kind is not (Kind.Signal or Kind.Signals or Kind.Delay or Kind.Child))
                parameters.Add("StepFailure failure");
        }
        if (Chance(node == _count - 1 ? 5 : 80) && kind is Kind.Value or Kind.Nothing)
            attributes.Add("Finally");
        if (Chance(14))
            attributes.Add("End");
        if (Chance(6) && kind is Kind.Value or Kind.Nothing or Kind.List or Kind.Child)
            attributes.Add($"Exclusive(\"x{_random.Next(2)}\"{(Chance(3) && node + 1 < _count ? $", Until = {Named(_random.Next(node + 1, _count))}" : "")})");
        if (node > 0 && Chance(10))
            attributes.Add($"Only({(Chance(2) ? $"After = {Named(Take(node, Other(node)))}" : $"Before = {Named(_random.Next(_count))}")})");
        if (Chance(8) && Array.IndexOf(_kinds, Kind.Signal) is >= 0 and var signal && signal != node)
            attributes.Add($"CancelOn({Named(signal)}, {Named(node)})");
        if (kind is Kind.Value or Kind.List && Chance(10))
            attributes.Add("CompensateWith(nameof(Undo))");
        if (kind == Kind.Value && Chance(10))
            attributes.Add("Retry(2), Idempotency(Idempotency.Safe)");
        if (_returns && IsValue(node) && Chance(2))
            attributes.Add("Output");
    }
}
