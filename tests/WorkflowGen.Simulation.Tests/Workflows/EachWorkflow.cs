using WorkflowGen.Execution;
using WorkflowGen.Tests.Execution;

namespace WorkflowGen.Simulation.Tests;

/// <summary>
/// Steps that run once per element, drawn from a seed: over a list, over a stream in windows, and over signals until another signal ends that; all of them, enough of them, or until a guard over the results says so; with elements that
/// fail and are tried again, and that can be undone.
/// </summary>
internal sealed class EachWorkflow
{
    public const string Name = "each";

    public EachWorkflow(Random random)
    {
        Count = random.Next(0, 9);
        Items = random.Next(0, 7);
        MaxParallel = random.Next(1, 5);
        Enough = random.Next(3) == 0 ? random.Next(1, 4) : 0;
        Until = random.Next(4) == 0 ? random.Next(2, 5) : null;
        Rest = random.Next(2) == 0 ? Rest.Cancel : Rest.Ignore;
        Attempts = random.Next(1, 4);
        Failing = random.Next(3) == 0 ? random.Next(2, 6) : 0;
        FailsForGood = random.Next(3) == 0;
        CanUndo = random.Next(2) == 0;
        HasSignals = random.Next(2) == 0;
        SumFails = random.Next(4) == 0;
        Pace = TimeSpan.FromSeconds(random.Next(0, 20));
    }

    public int Count { get; }

    public int Items { get; }

    public int MaxParallel { get; }

    public int Enough { get; }

    public int? Until { get; }

    public Rest Rest { get; }

    public int Attempts { get; }

    /// <summary>Every so-and-so-manieth element fails at first; 0: none does.</summary>
    public int Failing { get; }

    public bool FailsForGood { get; }

    public bool CanUndo { get; }

    public bool HasSignals { get; }

    public bool SumFails { get; }

    public TimeSpan Pace { get; }

    public bool Fails(int element, int attempt) => Failing > 0 && element % Failing == Failing - 1 && (FailsForGood || attempt < Attempts);

    public static int ValueOf(string node, int element) => (element * 31) + node[0];

    public EachExecutor CreateExecutor(Func<string, int, StepContext, CancellationToken, ValueTask<int>> run, Func<StepContext, ValueTask> undo)
    {
        List<EachExecutor.Step> steps =
        [
            Element("map") with { Over = ["list"], Enough = Enough, Until = Until is { } until ? results => results.Length >= until : null, Undo = CanUndo ? (_, step) => undo(step) : null },
            Element("take") with { Streams = ["stream"] },
        ];
        steps.Insert(0, new EachExecutor.Step("list") { Body = (_, _, _) => new([.. Enumerable.Range(0, Count)]) });
        steps.Insert(1, new EachExecutor.Step("stream") { Stream = (_, _) => Enumerable.Range(0, Items).ToAsyncEnumerable() });
        if (HasSignals)
        {
            steps.Add(new EachExecutor.Step("more") { Signal = new SignalDefinition { IsStream = true } });
            steps.Add(new EachExecutor.Step("stop") { Signal = new SignalDefinition() });
            steps.Add(Element("gather") with { Streams = ["more"], CompleteOn = "stop" });
        }
        steps.Add(new EachExecutor.Step("sum")
        {
            Needs = HasSignals ? ["map", "take", "gather"] : ["map", "take"],
            Body = (inputs, _, _) => SumFails ? throw new InvalidOperationException("sum fails") : new([.. inputs.Select(i => i!.Sum())]),
        });
        return EachExecutor.Create([.. steps]);

        EachExecutor.Step Element(string node) => new(node)
        {
            Element = (elements, step, token) => run(node, elements[0], step!, token),
            MaxParallel = MaxParallel,
            Rest = Rest,
            TakesContext = true,
            Retry = Attempts > 1 ? new RetryPolicy(Attempts, TimeSpan.FromSeconds(3), Backoff.Constant) : null,
        };
    }

    public override string ToString() =>
        $"each: {Count} elements, {Items} items, {MaxParallel} at a time, enough {Enough}, until {Until}, {Rest}, {Attempts} attempts, failing every {Failing}{(FailsForGood ? " for good" : "")}, undo {CanUndo}, signals {HasSignals}, sum fails {SumFails}, {Pace}";
}
