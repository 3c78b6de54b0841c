using System.Text.Json;
using WorkflowGen.Execution;
using WorkflowGen.Hosting;
using WorkflowGen.Storage;
using WorkflowGen.Tests.Execution;
using static WorkflowGen.Tests.Execution.InterpretedExecutor;

namespace WorkflowGen.Tests.Hosting;

public sealed class WaitingForTests
{
    private readonly InMemoryWorkflowStore _store = new();
    private readonly ManualTimeProvider _clock = new();

    private static Step Sum(string name, params string[] needs) => new(name, (inputs, _, _) => new((inputs.Sum() ?? 0) + 1)) { Needs = needs };

    private async Task<IReadOnlyList<RunWait>> WaitsAsync(Func<WorkflowExecutor>[] others, params Step[] steps)
    {
        await using var harness = new EngineHarness(_store, () => Create(steps), time: _clock, others: others);
        await harness.Engine.StartAsync();
        await harness.StartRunAsync("r", 5);
        await harness.UntilStatusAsync("r", RunStatus.Suspended);
        var tasks = new List<OpenHumanTask>();
        await foreach (var task in new WorkflowAdministration(harness.Engine).ListHumanTasksAsync())
            tasks.Add(task);
        var waits = (await harness.OutcomeAsync("r"))!.WaitingFor;
        Assert.Equal(waits.Where(w => w.Kind == RunWaitKind.HumanTask), tasks.Select(t => t.Task));
        return waits;
    }

    [Fact]
    public async Task A_human_task_has_its_title_what_is_shown_and_until_when()
    {
        var start = _clock.GetUtcNow();
        var waits = await WaitsAsync(
            [],
            Sum("amount"),
            new Step("approve", null!)
            {
                Kind = NodeKind.Signal,
                Needs = ["amount"],
                Signal = new SignalDefinition { Title = "Approve?", Timeout = TimeSpan.FromDays(3), Shown = [new ShownValue("amount", Node: 0)] },
            },
            Sum("end", "approve"));
        var wait = Assert.Single(waits);
        Assert.Equal(("approve", RunWaitKind.HumanTask, "Approve?"), (wait.Name, wait.Kind, wait.Title));
        Assert.InRange(wait.DueAt!.Value, start + TimeSpan.FromDays(3), start + TimeSpan.FromDays(4));
        Assert.Equal(1, JsonDocument.Parse(wait.Shown!).RootElement.GetProperty("amount").GetInt32());
    }

    [Fact]
    public async Task Timers_and_signals_are_told_and_what_is_not_reached_is_not()
    {
        var waits = await WaitsAsync(
            [],
            new Step("wait", null!) { Kind = NodeKind.Delay, Delay = TimeSpan.FromHours(1) },
            new Step("go", null!) { Kind = NodeKind.Signal, Signal = new SignalDefinition() },
            new Step("later", null!) { Kind = NodeKind.Signal, Signal = new SignalDefinition(), After = ["wait"] },
            new Step("stop", null!) { Kind = NodeKind.Signal, Signal = new SignalDefinition(), IsBackground = true },
            Sum("end", "go", "later"));
        Assert.Equal([("wait", RunWaitKind.Timer), ("go", RunWaitKind.Signal)], waits.Select(w => (w.Name, w.Kind)));
        Assert.NotNull(waits[0].DueAt);
        Assert.Null(waits[1].DueAt);
    }

    [Fact]
    public async Task A_child_is_told_with_its_run()
    {
        Step[] child = [new("go", null!) { Kind = NodeKind.Signal, Signal = new SignalDefinition() }];
        var definition = CreateNamed("child", child).Definition;
        var waits = await WaitsAsync([() => CreateNamed("child", child)], new Step("bill", null!) { Kind = NodeKind.Child, Child = new ChildDefinition(() => definition) }, Sum("end", "bill"));
        var wait = Assert.Single(waits);
        Assert.Equal((RunWaitKind.Child, "r.bill"), (wait.Kind, wait.ChildId));
        Assert.NotNull(wait.ChildStatus);
    }
}
