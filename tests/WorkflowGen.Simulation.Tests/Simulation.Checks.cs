using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using WorkflowGen.Journal;
using WorkflowGen.Storage;

namespace WorkflowGen.Simulation.Tests;

// What must hold, looked at where it could break: when a step starts, when a commit is acknowledged, and when all is over.
internal sealed partial class Simulation
{
    private readonly ConcurrentQueue<(string Run, long Sequence, string Bytes)> _acknowledged = new();
    private volatile ExceptionDispatchInfo? _violation;

    public void Acknowledged(RunCommit commit)
    {
        foreach (var entry in commit.Entries)
            _acknowledged.Enqueue((commit.RunId, entry.Sequence, Convert.ToHexString(entry.Data.Span)));
    }

    private async ValueTask<int?> RunStepAsync(FaultyStore process, RandomWorkflow.Plan plan, int?[] inputs, StepContext step, CancellationToken cancellationToken)
    {
        // A dead process does nothing.
        if (process.IsDead)
            return await new TaskCompletionSource<int?>().Task;
        Touch();
        CheckStart(plan, step);
        switch (plan.Pace)
        {
            case RandomWorkflow.Pace.Yields:
                await Task.Yield();
                break;
            case RandomWorkflow.Pace.Waits:
                await Task.Delay(plan.Wait, _clock, cancellationToken);
                break;
        }
        if (process.IsDead)
            return await new TaskCompletionSource<int?>().Task;
        Touch();
        return step.Attempt <= plan.Failures ? throw new InvalidOperationException($"{plan.Name} fails in attempt {step.Attempt}") : RandomWorkflow.ValueOf(plan, inputs);
    }

    private static string NameOf(RandomWorkflow.Plan plan, int round) => round == 1 ? plan.Name : $"{plan.Name}/{round}";

    private RandomWorkflow.Plan PlanOf(string node) => _workflow.Plans.First(p => p.Name == node.Split('/')[0]);

    private void CheckStart(RandomWorkflow.Plan plan, StepContext step)
    {
        var history = HistoryOf(step.RunId);
        var name = NameOf(plan, step.Round);
        var failed = 0;
        DateTimeOffset? due = null;
        foreach (var record in history)
        {
            switch (record)
            {
                case StepCompleted completed when completed.Node == name:
                    Report("I3", $"{step.RunId}: {plan.Name} starts again (attempt {step.Attempt}) after its completion was committed");
                    break;
                case AttemptFailed { Failure: var failure } attempt when failure.Step.Split('/')[0] == plan.Name:
                    failed++;
                    due = attempt.RetryAt;
                    if (due is null)
                        Report("I10", $"{step.RunId}: {plan.Name} starts again after it has failed for good");
                    break;
                case RunEnded:
                    Report("I2", $"{step.RunId}: {plan.Name} starts after the run has ended");
                    break;
            }
        }
        if (step.Attempt != failed + 1 || step.Attempt > plan.Attempts)
            Report("I10", $"{step.RunId}: {plan.Name} starts attempt {step.Attempt} of {plan.Attempts} after {failed} failed");
        if (_clock.GetUtcNow() < due)
            Report("I8", $"{step.RunId}: {plan.Name} starts attempt {step.Attempt} before it is due");
        if (history.Any(r => r is RunClosing))
            Report("I11", $"{step.RunId}: {plan.Name} starts when the run is already closing");
        CheckTurn(plan, step, history);
        foreach (var dependency in plan.Needs.Concat(plan.Reads))
        {
            if (!_workflow.Skipped.Contains(dependency) && !history.Any(r => r is StepCompleted completed && completed.Node == dependency))
                Report("I5", $"{step.RunId}: {plan.Name} starts before {dependency} is on record as settled");
        }
    }

    /// <summary>Rounds, joins and delays, by the journal.</summary>
    private void CheckTurn(RandomWorkflow.Plan plan, StepContext step, List<JournalRecord> history)
    {
        bool IsDone(string node) => history.Any(r => r is StepCompleted completed && completed.Node == node);
        if (step.Round > plan.Rounds || (step.Round > 1 && !IsDone(NameOf(plan, step.Round - 1))))
            Report("I7", $"{step.RunId}: {plan.Name} begins round {step.Round} of {plan.Rounds}, and the one before is not on record");
        if (plan.FirstOf.Length > 0 && !plan.FirstOf.Any(m => IsDone(NameOf(PlanOf(m), PlanOf(m).Rounds))))
            Report("I5", $"{step.RunId}: {plan.Name} starts before the first of {string.Join(", ", plan.FirstOf)} is on record");
        foreach (var dependency in plan.Needs.Concat(plan.Reads).Select(PlanOf).Where(p => p.Rounds > 1 && !_workflow.Skipped.Contains(p.Name)))
        {
            if (!IsDone(NameOf(dependency, dependency.Rounds)))
                Report("I7", $"{step.RunId}: {plan.Name} starts before the last round of {dependency.Name}");
        }
        if (plan.PutOff is not { } putOff || step.Attempt > 1 || step.Round > 1)
            return;
        var settled = history.OfType<StepCompleted>().Where(c => plan.Needs.Concat(plan.Reads).Contains(PlanOf(c.Node).Name)).Select(c => c.CompletedAt).Append(history.OfType<RunStarted>().First().At).Max();
        if (_clock.GetUtcNow() < settled + putOff)
            Report("I8", $"{step.RunId}: {plan.Name} starts before its delay is over");
    }

    private async ValueTask UndoAsync(FaultyStore process, RandomWorkflow.Plan plan, StepContext step)
    {
        if (process.IsDead)
            await new TaskCompletionSource().Task;
        Touch();
        var history = HistoryOf(step.RunId);
        var name = NameOf(plan, step.Round);
        if (!history.Any(r => r is RunClosing { Status: not RunStatus.Completed }))
            Report("I11", $"{step.RunId}: {name} is undone before the run is closing, or though it completes");
        if (history.OfType<Compensated>().Select(c => c.Node).Append(name).ToList() is var undone && !undone.SequenceEqual(ToUndo(history).Take(undone.Count)))
            Report("I11", $"{step.RunId}: {name} is undone out of its turn: {string.Join(", ", undone)}");
        await Task.Yield();
        if (process.IsDead)
            await new TaskCompletionSource().Task;
        Touch();
        if (step.Attempt <= plan.UndoFailures)
            throw new InvalidOperationException($"undoing {name} fails in attempt {step.Attempt}");
    }

    /// <summary>What has completed and can be undone, the last first.</summary>
    private IEnumerable<string> ToUndo(List<JournalRecord> history) => history.OfType<StepCompleted>().Select(c => c.Node).Where(n => PlanOf(n).UndoFailures is not null).Reverse();

    private void CheckEnd()
    {
        foreach (var run in _runs)
        {
            var head = HeadOf(run.Id) ?? throw Violation("I1", $"{run.Id} was acknowledged and is gone");
            var history = HistoryOf(run.Id);
            CheckAcknowledged(run.Id);
            if (history.Count(r => r is RunEnded) != 1 || history[^1] is not RunEnded ended || ended.Status != head.Status)
                throw Violation("I12", $"{run.Id}: status {head.Status} and journal do not agree: {string.Join(", ", history.Select(r => r.GetType().Name))}");
            if (history.Count != head.LastSequence)
                throw Violation("I12", $"{run.Id}: the journal has {history.Count} entries, and the head says {head.LastSequence}");
            var completed = history.OfType<StepCompleted>().ToList();
            if (completed.Select(c => c.Node).Distinct().Count() != completed.Count)
                throw Violation("I3", $"{run.Id}: a step completed twice");
            foreach (var step in completed)
            {
                if (!_workflow.Values.TryGetValue(PlanOf(step.Node).Name, out var value) || System.Text.Json.JsonSerializer.Deserialize<int?>(step.Payload.Span) != value)
                    throw Violation("I6", $"{run.Id}: {step.Node} handed over something else than without faults");
            }
            var undone = history.OfType<Compensated>().Select(c => c.Node);
            if (!undone.SequenceEqual(head.Status == RunStatus.Completed ? [] : ToUndo(history)))
                throw Violation("I11", $"{run.Id} is {head.Status}, and undone are: {string.Join(", ", undone)}");
            CheckOutcome(run, head, ended, completed);
        }
    }

    private void CheckOutcome(ClientRun run, RunHead head, RunEnded ended, List<StepCompleted> completed)
    {
        if (head.Status == RunStatus.Cancelled && run.WasCancelled)
            return;
        if (head.Status != (_workflow.Completes ? RunStatus.Completed : RunStatus.Failed))
            throw Violation("I2", $"{run.Id} is {head.Status} ({head.Reason}), and without faults it is {(_workflow.Completes ? "Completed" : "Failed")}");
        if (head.Status == RunStatus.Completed && completed.Count != _workflow.Completions)
            throw Violation("I5", $"{run.Id} is Completed with {completed.Count} steps done of {_workflow.Completions}");
        // What fails beside a step that has failed for good is not tried again: only the first has used up its attempts.
        if (ended.Failures.Count > 0 && (!_workflow.Failing.Contains(ended.Failures[0].Step) || ended.Failures[0].Attempt != PlanOf(ended.Failures[0].Step).Attempts))
            throw Violation("I10", $"{run.Id} failed by {ended.Failures[0]}");
        if (ended.Failures.Any(f => f.Attempt > PlanOf(f.Step).Attempts))
            throw Violation("I10", $"{run.Id} tried more often than it should: {string.Join(", ", ended.Failures)}");
    }

    private void CheckAcknowledged(string runId)
    {
        var entries = EntriesOf(runId).ToDictionary(e => e.Sequence, e => Convert.ToHexString(e.Data.Span));
        foreach (var (run, sequence, bytes) in _acknowledged)
        {
            if (run == runId && (!entries.TryGetValue(sequence, out var stored) || stored != bytes))
                throw Violation("I1", $"{runId}: entry {sequence} was acknowledged and is {(stored is null ? "gone" : "another")}");
        }
    }

    private List<JournalEntry> EntriesOf(string runId) => _store.ReadHistoryAsync(runId, CancellationToken.None).ToListAsync().AsTask().GetAwaiter().GetResult();

    private List<JournalRecord> HistoryOf(string runId) => [.. EntriesOf(runId).Select(e => JournalDecoder.Decode(e.Data))];

    private void Report(string invariant, string what) => _violation ??= ExceptionDispatchInfo.Capture(Violation(invariant, what));

    private InvariantViolation Violation(string invariant, string what) =>
        new($"{invariant} does not hold with seed {Seed}: {what}. Replay it with WORKFLOWGEN_SIMULATION_SEED={Seed}. Injected: {Faults}.");
}

internal sealed class InvariantViolation(string message) : Exception(message);
