using WorkflowGen.Storage;

namespace WorkflowGen;

/// <summary>What a client reads of a run beside its head: the output's JSON (empty unless completed with one), or what failed.</summary>
internal sealed record RunOutcome(RunStatus Status, string? Reason, ReadOnlyMemory<byte> Result, IReadOnlyList<StepFailure> Failures)
{
    /// <summary>The step that handed the output over; null: it does not matter, or there is none.</summary>
    public string? Output { get; init; }

    /// <summary>What it waits for; read for the state of a run only.</summary>
    public IReadOnlyList<RunWait> WaitingFor { get; init; } = [];

    /// <exception cref="RunException">The run did not complete, and will not by itself.</exception>
    public void ThrowUnlessCompleted(string runId, string workflow)
    {
        switch (Status)
        {
            case RunStatus.Failed:
                throw new WorkflowFailedException(runId, workflow, Failures, Reason);
            case RunStatus.Cancelled:
                throw new WorkflowCancelledException(runId, workflow);
            case RunStatus.Parked:
                throw new WorkflowParkedException(runId, workflow, Reason);
        }
    }
}
