namespace WorkflowGen.Execution;

// A durable run that only an operator can help: it is set aside when what is under way has ended.
public abstract partial class WorkflowExecutor
{
    private string? _parkReason;

    private void Park(string reason)
    {
        _parkReason ??= reason;
        if (_stop == StopReason.None)
            _stop = StopReason.Stopping;
    }

    private void RecordParked(DateTimeOffset now)
    {
        _ending = true;
        _endKind = ExecutorEnd.Suspended;
        _journal!.Parked(_parkReason!, now);
    }
}
