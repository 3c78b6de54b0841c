namespace WorkflowGen.Execution;

public abstract partial class WorkflowExecutor
{
    private readonly NodeState[] _nodes;
    private readonly int[] _ready;
}

internal sealed class StepContinuation;

internal sealed class AttemptTimer;
