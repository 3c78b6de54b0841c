using System.Collections.Concurrent;
using WorkflowGen.Execution;
using static WorkflowGen.Tests.Execution.InterpretedExecutor;

namespace WorkflowGen.Tests.Execution;

/// <summary>Children of runs in memory that were given up: what they have to undo comes before what the run has.</summary>
public sealed class LeftChildrenInMemoryTests
{
    private readonly ConcurrentQueue<string> _ran = new();
    private readonly ManualTimeProvider _clock = new();
    private readonly TaskCompletionSource _mayUndo = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _undoing = new(TaskCreationOptions.RunContinuationsAsynchronously);

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
        Compensation = new Undo(new CompensationDefinition("undo" + name), (_, _, _, _) =>
        {
            _ran.Enqueue($"undo {name}");
            return default;
        }),
    };

    /// <summary>Its undoing takes as long as the test wants.</summary>
    private Step UndoneSlowly(string name) => Does(name) with
    {
        Compensation = new Undo(new CompensationDefinition("undo" + name), async (_, _, _, _) =>
        {
            _undoing.TrySetResult();
            await _mayUndo.Task;
            _ran.Enqueue($"undo {name}");
        }),
    };

    private static Step Waits(string name, params string[] needs) => new(name, async (_, _, token) =>
    {
        await Task.Delay(Timeout.Infinite, token);
        return 1;
    })
    { Needs = needs };

    private static Step Child(string name, Func<int, InterpretedExecutor> child, params string[] needs)
    {
        var attempts = 0;
        return new(name, (_, _, token) => child(++attempts).RunAsync(token)) { Needs = needs, Kind = NodeKind.Child, Child = new ChildDefinition(() => child(1).Definition) };
    }

    private static async Task<Exception?> EndOf(ValueTask<int?> run) => await Record.ExceptionAsync(async () => await run);

    [Fact]
    public async Task A_child_that_took_too_long_has_undone_its_own_before_the_run_does()
    {
        var child = Create(UndoneSlowly("c1"), Waits("c2", "c1"));
        var parent = Create(Undone("p1"), Child("child", _ => child, "p1") with { Timeout = TimeSpan.FromMinutes(1) });
        var run = parent.StartHeld(_clock, CancellationToken.None).AsTask();
        _clock.Advance(TimeSpan.FromMinutes(1));
        await _undoing.Task;
        Assert.False(run.IsCompleted);
        Assert.Equal("p1, c1", Ran);
        _mayUndo.SetResult();
        await Assert.ThrowsAsync<TimeoutException>(() => run);
        Assert.Equal("p1, c1, undo c1, undo p1", Ran);
    }

    [Fact]
    public async Task A_child_without_a_token_is_told_too()
    {
        var child = Create(UndoneSlowly("c1"), Waits("c2", "c1"));
        _mayUndo.SetResult();
        var parent = Create(Undone("p1"), Child("child", _ => child, "p1") with { Timeout = TimeSpan.FromMinutes(1), Body = (_, _, _) => child.RunAsync(CancellationToken.None) });
        var run = parent.StartHeld(_clock, CancellationToken.None).AsTask();
        _clock.Advance(TimeSpan.FromMinutes(1));
        await Assert.ThrowsAsync<TimeoutException>(() => run);
        Assert.Equal("p1, c1, undo c1, undo p1", Ran);
    }

    [Fact]
    public async Task Both_children_are_awaited_where_a_second_attempt_fails_beside_the_first()
    {
        var first = Create(UndoneSlowly("c1"), Waits("c2", "c1"));
        var second = Create(Undone("d1"), Fails("d2", "d1"));
        var parent = Create(
            Undone("p1"),
            Child("child", attempt => attempt == 1 ? first : second, "p1") with { Timeout = TimeSpan.FromMinutes(1), Retry = new RetryPolicy(2, TimeSpan.FromSeconds(1), Backoff.Constant) });
        var run = parent.StartHeld(_clock, CancellationToken.None).AsTask();
        _clock.Advance(TimeSpan.FromMinutes(1));
        await _undoing.Task;
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(run.IsCompleted);
        Assert.Equal("p1, c1, d1, undo d1", Ran);
        _mayUndo.SetResult();
        await Assert.ThrowsAsync<InvalidDataException>(() => run);
        Assert.Equal("p1, c1, d1, undo d1, undo c1, undo p1", Ran);
    }

    [Fact]
    public async Task The_loser_of_a_join_is_awaited_when_a_later_step_fails()
    {
        var child = Create(UndoneSlowly("c1"), Waits("c2", "c1"));
        var parent = Create(
            Undone("p1"),
            Child("slow", _ => child, "p1"),
            Undone("quick", "p1"),
            Fails("end") with { Joins = [new Join("slow", "quick") { Rest = Rest.Cancel }] });
        var run = parent.RunAsync().AsTask();
        await _undoing.Task;
        Assert.False(run.IsCompleted);
        _mayUndo.SetResult();
        await Assert.ThrowsAsync<InvalidDataException>(() => run);
        Assert.Equal("p1, c1, quick, undo c1, undo quick, undo p1", Ran);
    }

    [Fact]
    public async Task A_cancelled_run_awaits_what_it_gave_up()
    {
        var child = Create(UndoneSlowly("c1"), Waits("c2", "c1"));
        using var source = new CancellationTokenSource();
        var parent = Create(
            Undone("p1"),
            Child("slow", _ => child, "p1"),
            Undone("quick", "p1"),
            Waits("end") with { Joins = [new Join("slow", "quick") { Rest = Rest.Cancel }] });
        var run = parent.RunAsync(source.Token).AsTask();
        await _undoing.Task;
        await source.CancelAsync();
        Assert.False(run.IsCompleted);
        _mayUndo.SetResult();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Equal("p1, c1, quick, undo c1, undo quick, undo p1", Ran);
    }

    [Fact]
    public async Task A_run_that_completes_waits_for_none()
    {
        var child = Create(UndoneSlowly("c1"), Waits("c2", "c1"));
        var parent = Create(
            Undone("p1"),
            Child("slow", _ => child, "p1"),
            Undone("quick", "p1"),
            new Step("end", (_, _, _) => new(7)) { Joins = [new Join("slow", "quick") { Rest = Rest.Cancel }] });
        Assert.Equal(7, await parent.RunAsync());
        Assert.Equal("p1, c1, quick", Ran);
        _mayUndo.SetResult();
    }

    [Fact]
    public async Task A_child_that_completes_although_it_was_given_up_is_undone_with_the_run()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var child = Create(Undone("c1"), new Step("c2", async (_, _, _) =>
        {
            await gate.Task; // hears nothing
            _ran.Enqueue("c2");
            return 1;
        })
        { Needs = ["c1"] });
        var parent = Create(Undone("p1"), Child("child", _ => child, "p1") with { Timeout = TimeSpan.FromMinutes(1) });
        var run = parent.StartHeld(_clock, CancellationToken.None).AsTask();
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.False(run.IsCompleted);
        gate.SetResult();
        await Assert.ThrowsAsync<TimeoutException>(() => run);
        Assert.Equal("p1, c1, c2, undo c1, undo p1", Ran);
    }

    [Fact]
    public async Task So_is_one_that_came_back_at_once_but_too_late()
    {
        var child = Create(Undone("c1"));
        var parent = Create(
            Undone("p1"),
            Child("child", _ => child, "p1") with
            {
                Timeout = TimeSpan.FromMinutes(1),
                Body = (_, _, token) =>
                {
                    _clock.Advance(TimeSpan.FromMinutes(2));
                    return child.RunAsync(token);
                },
            });
        Assert.IsType<TimeoutException>(await EndOf(parent.StartHeld(_clock, CancellationToken.None)));
        Assert.Equal("p1, c1, undo c1, undo p1", Ran);
    }

    [Fact]
    public async Task A_childs_child_comes_before_the_child()
    {
        var inner = Create(UndoneSlowly("i1"), Waits("i2", "i1"));
        var child = Create(Undone("c1"), Child("inner", _ => inner, "c1"));
        var parent = Create(Undone("p1"), Child("child", _ => child, "p1") with { Timeout = TimeSpan.FromMinutes(1) });
        var run = parent.StartHeld(_clock, CancellationToken.None).AsTask();
        _clock.Advance(TimeSpan.FromMinutes(1));
        await _undoing.Task;
        Assert.False(run.IsCompleted);
        _mayUndo.SetResult();
        await Assert.ThrowsAsync<TimeoutException>(() => run);
        Assert.Equal("p1, c1, i1, undo i1, undo c1, undo p1", Ran);
    }
}
