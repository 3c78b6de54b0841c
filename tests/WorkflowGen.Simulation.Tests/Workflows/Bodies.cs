using WorkflowGen.Execution;

namespace WorkflowGen.Simulation.Tests;

/// <summary>What steps do on one machine: what was drawn for them, seen by the model before and after.</summary>
internal sealed class Bodies(World world, Machine machine, RandomWorkflow workflow)
{
    public async ValueTask<int?> RunAsync(StepPlan plan, int?[] inputs, int input, StepContext? step, CancellationToken cancellationToken)
    {
        if (step is null)
        {
            world.Tally.Count("pure step");
            return Value(plan, inputs, input);
        }
        if (machine.IsDead)
            return await Never();
        world.Note($"{machine} {step.RunId} {plan.Name}/{step.Round} attempt {step.Attempt} begins");
        world.Tally.Count("step begun");
        world.Store.ModelOf(step.RunId)?.Begins(machine, plan, step, inputs);
        if (plan.Limit is { } limit)
            EnterLimit(limit, plan, step, cancellationToken);
        try
        {
            await PaceAsync(plan, step, cancellationToken);
            if (step.Attempt <= plan.Failures)
            {
                if (plan.Hangs != Hanging.No && plan.MayTimeOut)
                    await HangAsync(plan, cancellationToken);
                throw new InvalidOperationException($"{plan.Name} fails in attempt {step.Attempt}");
            }
            return Value(plan, inputs, input);
        }
        finally
        {
            machine.Limited.Remove((step.RunId, plan.Name, step.Round));
            world.Store.ModelOf(step.RunId)?.Ends(machine, plan, step);
        }
    }

    public async ValueTask UndoAsync(StepPlan plan, int? handoff, StepContext step, CancellationToken cancellationToken)
    {
        if (machine.IsDead)
            await Never();
        world.Note($"{machine} {step.RunId} {plan.Name} is undone, attempt {step.Attempt}");
        world.Tally.Count("undone");
        var before = world.Store.ModelOf(step.RunId)?.Undoes(machine, plan, step, handoff);
        await WaitAsync(TimeSpan.FromMilliseconds(100), default);
        // Three attempts are all it has; from then on it is well.
        if (step.Attempt <= plan.UndoFailures && before < 4)
            throw new InvalidOperationException($"undoing {plan.Name} fails in attempt {step.Attempt}");
    }

    public async ValueTask<int> RunElementAsync(string node, int source, StepContext step, CancellationToken cancellationToken)
    {
        if (machine.IsDead)
            await Never();
        var each = world.Workload.Each;
        world.Note($"{machine} {step.RunId} {node}[{step.Element}] attempt {step.Attempt} begins");
        world.Store.ModelOf(step.RunId)?.BeginsElement(machine, node, step);
        await WaitAsync(each.Pace * (source % 3), source % 2 == 0 ? cancellationToken : default);
        if (node == "map" && each.Fails(source, step.Attempt))
            throw new InvalidOperationException($"element {source} fails in attempt {step.Attempt}");
        return EachWorkflow.ValueOf(node, source) + (world.Mutation == Mutation.ValuesDrift && world.Chance(0.2) ? 1 : 0);
    }

    public async ValueTask UndoElementAsync(StepContext step)
    {
        if (machine.IsDead)
            await Never();
        world.Tally.Count("element undone");
        await WaitAsync(TimeSpan.FromMilliseconds(100), default);
    }

    /// <summary>All nodes share one limit, each with its own bound. What was told to stop, or ran into its timeout, has left it.</summary>
    private void EnterLimit(LimitPolicy limit, StepPlan plan, StepContext step, CancellationToken cancellationToken)
    {
        if (plan.MayTimeOut)
            return;
        machine.Limited[(step.RunId, plan.Name, step.Round)] = cancellationToken;
        var beside = machine.Limited.Count(l => !l.Value.IsCancellationRequested && world.Store.ModelOf(l.Key.Run)?.IsOwnedBy(machine) == true);
        if (beside > world.Workload.LimitOf(limit.Name))
            world.Violate("limit", $"{step.RunId}: {plan.Name} is begun as the {beside}. beyond the limit of {world.Workload.LimitOf(limit.Name)} on {machine}");
    }

    private int? Value(StepPlan plan, int?[] inputs, int input)
    {
        var value = RandomWorkflow.ValueOf(plan, inputs, input);
        return world.Mutation == Mutation.ValuesDrift && world.Chance(0.2) ? value + 1 : value;
    }

    private async ValueTask PaceAsync(StepPlan plan, StepContext step, CancellationToken cancellationToken)
    {
        switch (plan.Pace)
        {
            case Pace.Yields:
                await WaitAsync(TimeSpan.FromMilliseconds(1), default);
                break;
            case Pace.Waits when plan.Heartbeat is { } heartbeat:
                for (var left = plan.Wait; left > TimeSpan.Zero; left -= heartbeat / 2)
                {
                    await WaitAsync(left < heartbeat / 2 ? left : heartbeat / 2, cancellationToken);
                    step.Heartbeat(plan.Index);
                    world.Tally.Count("heartbeat");
                }
                break;
            case Pace.Waits:
                await WaitAsync(plan.Wait, workflow.Name.Length % 2 == 0 ? cancellationToken : default);
                break;
        }
    }

    private async ValueTask HangAsync(StepPlan plan, CancellationToken cancellationToken)
    {
        world.Tally.Count($"attempt hangs ({plan.Hangs})");
        await WaitAsync(TimeSpan.FromMinutes(10), plan.Hangs == Hanging.UntilTold ? cancellationToken : default);
    }

    private async ValueTask WaitAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        var waited = new TaskCompletionSource();
        world.After(time, machine, () => waited.TrySetResult());
        await using (cancellationToken.Register(() => waited.TrySetCanceled(cancellationToken)))
            await waited.Task;
        if (machine.IsDead)
            await Never();
    }

    private static Task<int?> Never() => new TaskCompletionSource<int?>().Task;
}
