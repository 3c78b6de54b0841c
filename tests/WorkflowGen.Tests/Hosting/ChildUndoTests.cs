using System.Collections.Concurrent;
using WorkflowGen.Execution;
using WorkflowGen.Storage;
using WorkflowGen.Tests.Execution;
using static WorkflowGen.Tests.Execution.InterpretedExecutor;

namespace WorkflowGen.Tests.Hosting;

/// <summary>A completed child is undone as a whole, by a run of its own.</summary>
public sealed class ChildUndoTests
{
    private readonly InMemoryWorkflowStore _store = new();
    private readonly ManualTimeProvider _clock = new();
    private readonly ConcurrentQueue<string> _ran = new();
    private readonly Step[] _inner;
    private readonly Step[] _child;
    private readonly Step[] _parent;

    public ChildUndoTests()
    {
        _inner = [Undone("i1"), Undone("i2", "i1")];
        _child = [Undone("c1"), Child("deep", "inner", _inner, "c1"), Undone("c2", "deep"), Does("c3", "c2") with { IsFinally = true }];
        _parent = [Undone("p1"), Child("bill", "child", _child, "p1"), Undone("p2", "bill"), Fails("p3", "p2")];
    }

    private string Ran => string.Join(", ", _ran);

    private Step Does(string name, params string[] needs) => new(name, (inputs, _, _) =>
    {
        _ran.Enqueue(name);
        return new((inputs.Sum() ?? 0) + 1);
    })
    { Needs = needs };

    private Step Fails(string name, params string[] needs) => new(name, (_, _, _) => throw new InvalidDataException($"{name} broke")) { Needs = needs };

    private Step Undone(string name, params string[] needs) => Does(name, needs) with
    {
        Compensation = new Undo(new CompensationDefinition("undo") { TakesContext = true }, (handoff, failure, step, _) =>
        {
            _ran.Enqueue($"undo {name}={handoff}");
            return default;
        }),
    };

    private static Step Child(string name, string workflow, Step[] child, params string[] needs) =>
        new(name, null!) { Kind = NodeKind.Child, Child = new ChildDefinition(() => CreateNamed(workflow, child).Definition), Needs = needs };

    private EngineHarness Host(IWorkflowStore store) =>
        new(store, () => Create(_parent), null, null, _clock, () => CreateNamed("child", _child), () => CreateNamed("inner", _inner));

    private async Task<RunHead> HeadAsync(string id) => await _store.GetAsync(id, default) ?? throw new InvalidOperationException($"There is no run '{id}'.");

    private Task EndedAsync(EngineHarness host) => EngineHarness.UntilAsync(
        async () => (await _store.GetAsync("p", default))?.Status.IsTerminal() == true && host.Engine.ActiveCount == 0, _clock, TimeSpan.FromSeconds(1));

    [Fact]
    public async Task A_child_is_undone_between_what_finished_after_and_before_it_and_its_own_children_within()
    {
        await using var host = Host(_store);
        await host.Engine.StartAsync();
        await host.StartRunAsync("p");
        await EndedAsync(host);
        Assert.Equal(RunStatus.Failed, (await HeadAsync("p")).Status);
        Assert.Equal("p1, c1, i1, i2, c2, c3, p2, undo p2=4, undo c2=3, undo i2=2, undo i1=1, undo c1=1, undo p1=1", Ran);

        // What was undone stays what it was; the runs that undid it say so.
        Assert.Equal(RunStatus.Completed, (await HeadAsync("p.bill")).Status);
        var undo = await HeadAsync("p.bill.undo");
        Assert.Equal((RunStatus.Cancelled, "Undid run 'p.bill'."), (undo.Status, undo.Reason));
        Assert.Equal("Undid run 'p.bill.deep'.", (await HeadAsync("p.bill.deep.undo")).Reason);
        Assert.Empty(await _store.ReadSignalsAsync("p", 0, default));
    }

    [Fact]
    public async Task Each_is_undone_once_wherever_the_process_dies_after_a_commit()
    {
        for (var commits = 1; ; commits++)
        {
            if (!await new ChildUndoTests().DieAfterAsync(commits))
                return;
        }
    }

    /// <returns>False: it came to its end before.</returns>
    private async Task<bool> DieAfterAsync(int commits)
    {
        var mortal = new MortalStore(_store);
        var left = commits;
        mortal.After = call =>
        {
            if (call == DelegatingStore.Call.Commit && Interlocked.Decrement(ref left) == 0)
                mortal.IsDead = true;
            return null;
        };
        var dying = Host(mortal);
        await dying.Engine.StartAsync();
        await dying.StartRunAsync("p");
        await EngineHarness.UntilAsync(async () => mortal.IsDead || ((await _store.GetAsync("p", default))?.Status.IsTerminal() ?? false), _clock, TimeSpan.FromSeconds(1));
        if (!mortal.IsDead)
        {
            await dying.DisposeAsync();
            return false;
        }
        await using var next = Host(_store);
        await next.Engine.StartAsync();
        await EndedAsync(next);
        Assert.Equal(RunStatus.Failed, (await HeadAsync("p")).Status);
        Assert.Equal("p1, c1, i1, i2, c2, c3, p2, undo p2=4, undo c2=3, undo i2=2, undo i1=1, undo c1=1, undo p1=1", string.Join(", ", _ran.Distinct()));
        // What was on record when the process died did not run again: at most the one that was under way did.
        Assert.True(_ran.Count <= 14, Ran);
        return true;
    }
}
