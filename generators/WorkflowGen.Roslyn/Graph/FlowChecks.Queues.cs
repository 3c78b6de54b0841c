using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Graph;

// [Queue]: a name that can be one, on something that runs somewhere.
internal sealed partial class FlowChecks
{
    /// <summary>As long as stores keep it.</summary>
    private const int MaxQueueName = 128;

    private void CheckQueues()
    {
        if (_model.Queue is { } own && NameProblem(own) is { } wrong)
            Report(RuleIds.InvalidQueue, Anchor.Class.On("Queue"), _model.Name, wrong);
        for (var i = 0; i < _nodes.Count; i++)
        {
            var step = _model.Steps[i];
            if (step.Queue is not { } queue)
                continue;
            var problem = NameProblem(queue)
                ?? (step.IsFinally ? "a [Finally] step runs where the run is when it ends"
                : step.IsPure ? "a [Pure] step computes where the run is"
                : step.Kind switch
                {
                    NodeKindModel.Step => null,
                    NodeKindModel.Child => "a child is a run of its own: give its class a [Queue]",
                    NodeKindModel.Stream => "a stream is taken where the run is",
                    NodeKindModel.Signal => "a signal is waited for, and runs nowhere",
                    _ => "a delay is waited for, and runs nowhere",
                });
            if (problem is not null)
                Report(RuleIds.InvalidQueue, Anchor.Step(i).On("Queue"), step.Name, problem);
        }
    }

    private static string? NameProblem(string name) =>
        string.IsNullOrWhiteSpace(name) ? "the queue's name is blank"
        : name.Length > MaxQueueName ? $"the queue's name has more than {MaxQueueName} characters"
        : null;
}
