using WorkflowGen.Execution;
using WorkflowGen.Storage;

namespace WorkflowGen.Simulation.Tests;

// What steps do, as the world outside sees it.
internal sealed partial class RunModel
{
    private readonly Dictionary<(string Node, int Round), int> _begun = [];
    private readonly Dictionary<string, int> _undoTries = [];
    private readonly List<(string Lock, Machine Machine, long Epoch, string Node)> _locked = [];

    public void Begins(Machine machine, StepPlan plan, StepContext step, int?[] inputs)
    {
        var expected = step.Round > 1 ? $"{Id}/{plan.Name}/{step.Round}" : $"{Id}/{plan.Name}";
        if (step.IdempotencyKey != expected)
            Report("I3", $"{plan.Name} has the idempotency key {step.IdempotencyKey}, and it is {expected}");
        if (!IsOwnedBy(machine))
        {
            // What a worker begins that has lost its lease cannot be prevented; that it is never committed is looked at where it would be.
            _world.Tally.Count("begun by one that was fenced off");
            if (!machine.MayBeFenced)
                Report("I4", $"{plan.Name} is begun on {machine}, which has no lease and nothing to be excused by; it is {Short(_owner)}'s");
            return;
        }
        var node = _nodes[plan.Name];
        if (IsOver)
            Report("I2", $"{plan.Name} is begun after its end");
        if (_closing is not null && !plan.IsFinally)
            Report("I11", $"{plan.Name} is begun when the run is closing");
        if (IsFailing && Workflow.FailFast && !plan.IsFinally)
            Report("I5", $"{plan.Name} is begun when the run is failing");
        if (step.Round == node.Round + 1 && node.State != Settled.No)
            return; // the new round is recorded with the next commit
        if (step.Round != node.Round)
            Report("I6", $"{plan.Name} is begun in round {step.Round}, and it is round {node.Round}");
        else if (node.State != Settled.No)
            Report("I3", $"{node} is begun again");
        else if (step.Attempt != node.FailedAttempts + 1)
            Report("I10", $"{node} is begun in attempt {step.Attempt} after {node.FailedAttempts} that failed");
        else if (machine.Clock.GetUtcNow() < node.RetryAt && !_world.ClockJumped)
            Report("I8", $"{node} is begun at {machine.Clock.GetUtcNow():O}, and due at {node.RetryAt:O}");
        var begun = _begun[(plan.Name, step.Round)] = _begun.GetValueOrDefault((plan.Name, step.Round)) + 1;
        if (plan.AtMostOnce && begun > 1 + _releases)
            Report("I3", $"{node} must not run twice, and begins for the {begun}. time");
        Lock(machine, plan, node);
    }

    public void BeginsElement(Machine machine, string node, StepContext step)
    {
        if (step.IdempotencyKey != $"{Id}/{node}[{step.Element}]")
            Report("I3", $"{node}[{step.Element}] has the idempotency key {step.IdempotencyKey}");
        if (!IsOwnedBy(machine))
        {
            if (!machine.MayBeFenced)
                Report("I4", $"{node}[{step.Element}] is begun on {machine}, which has no lease");
            return;
        }
        if (IsOver)
            Report("I2", $"{node}[{step.Element}] is begun after its end");
        _each!.Begins(node, step.Element!.Value, step.Attempt);
    }

    public void Ends(Machine machine, StepPlan plan, StepContext step)
    {
        if (plan.Exclusive is { } name)
            _locked.RemoveAll(l => l.Lock == name && l.Machine == machine && l.Node == plan.Name);
    }

    /// <returns>How often it was tried before.</returns>
    public int Undoes(Machine machine, StepPlan plan, StepContext step, int? handoff)
    {
        var tries = _undoTries[plan.Name] = _undoTries.GetValueOrDefault(plan.Name) + 1;
        return tries - 1;
    }

    private void Lock(Machine machine, StepPlan plan, NodeModel node)
    {
        if (plan.Exclusive is not { } name)
            return;
        _locked.RemoveAll(l => l.Machine.IsDead || l.Epoch != _epoch);
        if (_locked.Find(l => l.Lock == name && l.Node != plan.Name) is { Node: { } other } && _nodes[other].State == Settled.No)
            Report("exclusive", $"{node} is begun beside {other}");
        _locked.Add((name, machine, _epoch, plan.Name));
    }
}
