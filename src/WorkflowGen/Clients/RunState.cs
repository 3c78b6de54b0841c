using WorkflowGen.Storage;

namespace WorkflowGen;

/// <summary>A step that failed for good, as recorded in the journal.</summary>
/// <param name="Step">The step's name.</param>
/// <param name="Attempt">The last attempt, from 1.</param>
/// <param name="ErrorType">The full name of the exception's type.</param>
/// <param name="Message">The exception's message, possibly shortened.</param>
/// <param name="StackTrace">Where it was thrown, possibly shortened; null: not known.</param>
public sealed record StepFailure(string Step, int Attempt, string ErrorType, string Message, string? StackTrace);

/// <summary>A run as of its last commit.</summary>
public record RunState
{
    internal RunState(RunHead head, IReadOnlyList<StepFailure> failures)
    {
        Head = head;
        Failures = failures;
    }

    /// <summary>What the store knows of it: status, times, reason.</summary>
    public RunHead Head { get; }

    /// <summary>Where it stands.</summary>
    public RunStatus Status => Head.Status;

    /// <summary>Why it failed, was parked or cancelled; null otherwise.</summary>
    public string? Reason => Head.Reason;

    /// <summary>The steps that failed for good; empty unless the run failed.</summary>
    public IReadOnlyList<StepFailure> Failures { get; }

    /// <summary>What it waits for: signals, human tasks, times, children. Worked out from its journal; empty for a run that has ended, has not begun, or was started on another version of the workflow.</summary>
    public IReadOnlyList<RunWait> WaitingFor { get; internal init; } = [];
}

/// <summary>A run of a workflow that hands a result over, as of its last commit.</summary>
/// <typeparam name="TResult">The result's type.</typeparam>
public sealed record RunState<TResult> : RunState
{
    internal RunState(RunHead head, IReadOnlyList<StepFailure> failures, TResult? result)
        : base(head, failures) => Result = result;

    /// <summary>The result, when the run is <see cref="RunStatus.Completed"/>; otherwise the type's default.</summary>
    public TResult? Result { get; }
}
