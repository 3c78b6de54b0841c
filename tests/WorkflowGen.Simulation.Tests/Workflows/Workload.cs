using System.Collections.Frozen;
using WorkflowGen.Execution;
using WorkflowGen.Hosting;
using WorkflowGen.Storage;
using WorkflowGen.Tests.Execution;

namespace WorkflowGen.Simulation.Tests;

/// <summary>The workflows of one seed, and what clients want of them.</summary>
internal sealed class Workload
{
    private readonly FrozenDictionary<string, RandomWorkflow> _workflows;
    private readonly FrozenDictionary<string, WorkflowDefinition> _definitions;

    public Workload(int seed, Mutation mutation)
    {
        var random = new Random(~seed);
        var haste = mutation == Mutation.DelaysShort ? 2 : 1;
        List<RandomWorkflow> workflows =
        [
            new("leaf", random, null) { Haste = haste },
            new("again", random, null, recursive: true),
            new("child", random, random.Next(2) == 0 ? "leaf" : "again") { Haste = haste },
            new("main", random, random.Next(2) == 0 ? "child" : "again") { Haste = haste },
        ];
        Each = new EachWorkflow(random);
        var definitions = new Dictionary<string, WorkflowDefinition>();
        foreach (var workflow in workflows)
            definitions.Add(workflow.Name, workflow.CreateExecutor(static (_, _, _, _, _) => default, static (_, _, _, _) => default, name => definitions[name]).Definition);
        definitions.Add(EachWorkflow.Name, Each.CreateExecutor(static (_, _, _, _) => default, static _ => default).Definition);
        StepPlan[] signals = Each.HasSignals ? [new(0, "more") { Kind = NodeKind.Signal }, new(1, "stop") { Kind = NodeKind.Signal }] : [];
        _workflows = workflows.Append(new RandomWorkflow(EachWorkflow.Name, signals)).ToFrozenDictionary(w => w.Name);
        _definitions = definitions.ToFrozenDictionary();
        if (random.Next(3) == 0)
            Requests.Add(new RunRequest("e0", definitions[EachWorkflow.Name], Each.Count) { StartAfter = TimeSpan.FromSeconds(random.Next(30)), CancelAfter = random.Next(8) == 0 ? TimeSpan.FromSeconds(random.Next(100)) : null });
        for (var i = 0; i < 1 + random.Next(3); i++)
        {
            Requests.Add(new RunRequest($"r{i}", definitions["main"], random.Next(1, 5))
            {
                StartAfter = TimeSpan.FromSeconds(random.Next(30)),
                CancelAfter = random.Next(6) == 0 ? TimeSpan.FromSeconds(random.Next(200)) : null,
                Queries = random.Next(3) == 0 ? 3 : 0,
            });
        }
    }

    public EachWorkflow Each { get; }

    public List<RunRequest> Requests { get; } = [];

    public RandomWorkflow this[string name] => _workflows[name];

    public WorkflowDefinition DefinitionOf(string name) => _definitions[name];

    /// <summary>The widest bound that a node sets for a limit.</summary>
    public int LimitOf(string name) => _workflows.Values.SelectMany(w => w.Plans).Where(p => p.Limit?.Name == name).Max(p => p.Limit!.Concurrency);

    public override string ToString() => string.Join("\n", _workflows.Values.Where(w => w.Name != EachWorkflow.Name).OrderBy(w => w.Name, StringComparer.Ordinal)) + $"\n{Each}";

    public void Register(WorkflowGenBuilder builder, World world, Machine machine)
    {
        var elements = new Bodies(world, machine, _workflows[EachWorkflow.Name]);
        builder.Add(new RegisteredWorkflow(typeof(EachExecutor), _definitions[EachWorkflow.Name], _ => Each.CreateExecutor(elements.RunElementAsync, elements.UndoElementAsync)));
        foreach (var workflow in _workflows.Values.Where(w => w.Name != EachWorkflow.Name))
        {
            var bodies = new Bodies(world, machine, workflow);
            builder.Add(new RegisteredWorkflow(typeof(InterpretedExecutor), _definitions[workflow.Name], _ => workflow.CreateExecutor(bodies.RunAsync, bodies.UndoAsync, DefinitionOf)));
        }
    }

    /// <summary>The value of the n-th signal of a name to a run: no other has it.</summary>
    public static int SignalValue(string runId, string signal, int number)
    {
        var hash = 2166136261u;
        foreach (var c in runId + "/" + signal)
            hash = (hash ^ c) * 16777619;
        return (int)(hash % 1_000_000) * 1000 + number;
    }

    /// <summary>Whether faults can have led to a run's being parked.</summary>
    public static bool MayPark(RunHead head) => head.Reason is { } reason && (reason.Contains("must not run twice") || reason.Contains("nothing was committed") || reason.Contains("could not be undone") || reason.Contains("undo "));
}

/// <summary>A run that a client wants.</summary>
internal sealed record RunRequest(string Id, WorkflowDefinition Definition, int Input)
{
    public TimeSpan StartAfter { get; init; }

    public TimeSpan? CancelAfter { get; init; }

    public int Queries { get; init; }
}
