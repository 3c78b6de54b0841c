using WorkflowGen.Storage;

namespace WorkflowGen;

/// <summary>Something about a stored run keeps a caller from getting what was asked for.</summary>
public abstract class RunException : Exception
{
    private protected RunException(string runId, string message, Exception? innerException = null)
        : base(message, innerException) => RunId = runId;

    /// <summary>The run.</summary>
    public string RunId { get; }
}

/// <summary>The run that was waited for has failed. The first failed step speaks for it; <see cref="Failures"/> has all.</summary>
public sealed class WorkflowFailedException : RunException
{
    internal WorkflowFailedException(string runId, string workflow, IReadOnlyList<StepFailure> failures, string? reason)
        : base(runId, Describe(runId, workflow, failures, reason))
    {
        Workflow = workflow;
        Failures = failures;
    }

    /// <summary>The workflow's stable name.</summary>
    public string Workflow { get; }

    /// <summary>The steps that failed for good, in the order in which they did.</summary>
    public IReadOnlyList<StepFailure> Failures { get; }

    /// <summary>The first step that failed; null when the journal names none.</summary>
    public string? Step => Failures.Count == 0 ? null : Failures[0].Step;

    /// <summary>The attempt after which <see cref="Step"/> was given up, from 1; 0 when the journal names none.</summary>
    public int Attempt => Failures.Count == 0 ? 0 : Failures[0].Attempt;

    private static string Describe(string runId, string workflow, IReadOnlyList<StepFailure> failures, string? reason) =>
        failures.Count == 0
            ? $"Run '{runId}' of workflow '{workflow}' failed: {reason ?? "no reason was recorded"}"
            : $"Run '{runId}' of workflow '{workflow}' failed in step '{failures[0].Step}' at attempt {failures[0].Attempt}: {failures[0].ErrorType}: {failures[0].Message}";
}

/// <summary>The run that was waited for was cancelled. Not an <see cref="OperationCanceledException"/>: it is the run that was cancelled, not the waiting.</summary>
public sealed class WorkflowCancelledException : RunException
{
    internal WorkflowCancelledException(string runId, string workflow)
        : base(runId, $"Run '{runId}' of workflow '{workflow}' was cancelled.")
    {
    }
}

/// <summary>A child, a run of its own, has failed or was cancelled: what its step in the parent fails with.</summary>
public sealed class ChildFailedException : RunException
{
    internal ChildFailedException(Execution.ChildEnd end)
        : base(end.ChildId, Describe(end))
    {
        Workflow = end.Workflow;
        Status = end.Status;
        Failures = end.Failures;
    }

    /// <summary>The child's workflow.</summary>
    public string Workflow { get; }

    /// <summary>How the child ended: Failed or Cancelled.</summary>
    public RunStatus Status { get; }

    /// <summary>The child's steps that failed for good, in the order in which they did.</summary>
    public IReadOnlyList<StepFailure> Failures { get; }

    private static string Describe(Execution.ChildEnd end)
    {
        var child = $"Child '{end.ChildId}' of workflow '{end.Workflow}'";
        return end.Status == RunStatus.Cancelled
            ? $"{child} was cancelled."
            : end.Failures is [var first, ..]
                ? $"{child} failed in step '{first.Step}' at attempt {first.Attempt}: {first.ErrorType}: {first.Message}"
                : $"{child} failed: {end.Reason ?? "no reason was recorded"}";
    }
}

/// <summary>The run that was waited for is parked: it goes on when an operator releases it.</summary>
public sealed class WorkflowParkedException : RunException
{
    internal WorkflowParkedException(string runId, string workflow, string? reason)
        : base(runId, $"Run '{runId}' of workflow '{workflow}' is parked and waits for an operator to release or cancel it: {reason ?? "no reason was recorded"}") =>
        Reason = reason;

    /// <summary>Why it was parked.</summary>
    public string? Reason { get; }
}

/// <summary>The id belongs to a run of another workflow.</summary>
public sealed class RunConflictException : RunException
{
    internal RunConflictException(string wanted, RunHead existing)
        : base(existing.RunId, $"The id '{existing.RunId}' is taken by a run of workflow '{existing.Workflow}' and cannot name one of '{wanted}'. Choose an id of its own for each run, for example with the workflow's name in front.") =>
        Existing = existing;

    /// <summary>The run that has the id.</summary>
    public RunHead Existing { get; }
}

/// <summary>There is no run of that id.</summary>
public sealed class RunNotFoundException : RunException
{
    internal RunNotFoundException(string runId)
        : base(runId, $"There is no run '{runId}' in the store. It was never started, or was deleted after it had ended.")
    {
    }
}
