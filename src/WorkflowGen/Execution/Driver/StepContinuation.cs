namespace WorkflowGen.Execution;

/// <summary>
/// What a suspended attempt calls when it is done. One per node and executor, reused from run to run; an attempt that is abandoned (timed out) takes its
/// continuation with it, so that its late end is recognised as nobody's.
/// </summary>
internal sealed class StepContinuation
{
    private readonly WorkflowExecutor _executor;

    public StepContinuation(WorkflowExecutor executor, int node)
    {
        _executor = executor;
        Node = node;
        Action = () => _executor.OnStepDone(this);
    }

    public int Node { get; }

    public Action Action { get; }

    /// <summary>Links those that wait to be taken by the driver.</summary>
    public StepContinuation? Next { get; set; }
}
