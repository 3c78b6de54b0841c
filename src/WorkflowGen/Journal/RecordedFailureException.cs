namespace WorkflowGen.Journal;

/// <summary>Stands for a step's exception after a restart: its type is not loaded again, only named.</summary>
internal sealed class RecordedFailureException(StepFailure recorded) : Exception(recorded.Message)
{
    public StepFailure Recorded { get; } = recorded;

    public override string ToString() => $"{Recorded.ErrorType}: {Recorded.Message}{Environment.NewLine}{Recorded.StackTrace}";
}
