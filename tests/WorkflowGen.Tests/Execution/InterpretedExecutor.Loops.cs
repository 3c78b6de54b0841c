using WorkflowGen.Execution;

namespace WorkflowGen.Tests.Execution;

// Loops and values of rounds before, as generated code keeps them.
internal sealed partial class InterpretedExecutor
{
    private readonly int?[] _previous;

    /// <summary>A loop that ends with the step that has it.</summary>
    /// <param name="To">Its first step.</param>
    /// <param name="While">The guard: it gets the step's result, its inputs and its values of the round before. Null: always.</param>
    public sealed record Repeat(string To, Func<int?[], bool>? While = null, int Max = 0);

    protected override bool EvaluateLoop(int loop)
    {
        var end = Definition.Loops[loop].End;
        return _steps[end].Loop!.While!([_handoffs[end], .. InputsOf(end)]);
    }

    protected override void BeginRound(int loop)
    {
        var region = Definition.Loops[loop].Region;
        for (var i = 0; i < _previous.Length; i++)
        {
            var previous = Definition.Previous[i];
            if (previous.Loop == loop)
                _previous[i] = _handoffs[previous.Node];
            else if (region.Contains(Definition.Loops[previous.Loop].End))
                _previous[i] = null;
        }
        foreach (var node in region)
            _handoffs[node] = null;
    }

    private static LoopDefinition[] LoopsOf(Step[] steps, NodeDefinition[] nodes)
    {
        var loops = new List<LoopDefinition>();
        foreach (var end in nodes.Where(n => IndexOf(steps, n.Name) is var i && steps[i].Loop is not null))
        {
            var repeat = steps[IndexOf(steps, end.Name)].Loop!;
            var (first, last) = (IndexOf(steps, repeat.To), IndexOf(steps, end.Name));
            int[] region = [.. Enumerable.Range(0, nodes.Length).Where(n => LeadsTo(nodes, first, n) && LeadsTo(nodes, n, last))];
            loops.Add(new LoopDefinition(last, region, repeat.Max, repeat.While is not null));
        }
        return [.. loops.OrderBy(l => l.Region.Count)];
    }

    private static PreviousDefinition[] PreviousOf(Step[] steps, NodeDefinition[] nodes)
    {
        var loops = LoopsOf(steps, nodes);
        return [.. steps.SelectMany((s, taker) => s.Previous.Select(name => IndexOf(steps, name)).Select(source =>
            new PreviousDefinition(source, Array.FindIndex(loops, l => l.Region.Contains(source) && l.Region.Contains(taker))))).Distinct()];
    }

    private static bool LeadsTo(NodeDefinition[] nodes, int from, int to) =>
        from == to || nodes[to].Dependencies.Concat(nodes[to].Joins.SelectMany(j => j.Members)).Any(source => LeadsTo(nodes, from, source));

    private static int IndexOf(Step[] steps, string name) => Array.FindIndex(steps, s => s.Name == name);

    private ref int? Handoff(int index) => ref index < _handoffs.Length ? ref _handoffs[index] : ref _previous[index - _handoffs.Length];

    private IEnumerable<int?> PreviousInputsOf(Step step)
    {
        var taker = IndexOf(_steps, step.Name);
        foreach (var name in step.Previous)
        {
            var source = IndexOf(_steps, name);
            var place = Enumerable.Range(0, _previous.Length).First(i =>
                Definition.Previous[i].Node == source && Definition.Loops[Definition.Previous[i].Loop].Region.Contains(taker));
            yield return _previous[place];
        }
    }
}
