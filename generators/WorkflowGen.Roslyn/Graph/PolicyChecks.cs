using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Graph;

/// <summary>Checks how the policies of a step fit together and fit the step.</summary>
internal static class PolicyChecks
{
    public static void Check(WorkflowModel model, List<Finding> findings)
    {
        for (var i = 0; i < model.Steps.Count; i++)
        {
            var step = model.Steps[i];
            var anchor = Anchor.Step(i);
            if (step is { Retry.Attempts: > 1, Idempotency: IdempotencyKind.Unspecified, Kind: NodeKindModel.Step or NodeKindModel.Stream, IsPure: false })
                findings.Add(Finding.Advice(RuleIds.RetryWithoutIdempotency, anchor.On("Retry"), step.Name, model.Name));
            var isCalled = step.Kind is NodeKindModel.Step or NodeKindModel.Stream;
            if (step is { Kind: NodeKindModel.Stream, Idempotency: IdempotencyKind.AtMostOnce })
                findings.Add(Finding.Of(RuleIds.RetryAtMostOnce, anchor.On("Idempotency"), step.Name, model.Name, "is a stream, which is enumerated again after a crash"));
            else if (isCalled && step is { Retry.Attempts: > 1, Idempotency: IdempotencyKind.AtMostOnce })
                findings.Add(Finding.Of(RuleIds.RetryAtMostOnce, anchor.On("Retry"), step.Name, model.Name, "is retried"));
            if (isCalled && step.Idempotency == IdempotencyKind.Keyed && !Takes(step, ParameterKind.StepContext))
                findings.Add(Finding.Advice(RuleIds.KeyNeverUsed, anchor.On("Idempotency"), step.Name, model.Name));
            if (step is { Idempotency: IdempotencyKind.Transactional, Kind: NodeKindModel.Stream })
                findings.Add(Finding.Of(RuleIds.NotSupportedYet, anchor.On("Idempotency"), "Idempotency.Transactional on a stream", model.Name));
            else if (isCalled && step.Idempotency == IdempotencyKind.Transactional && !Takes(step, ParameterKind.StepContext))
                findings.Add(Finding.Advice(RuleIds.TransactionNeverUsed, anchor.On("Idempotency"), step.Name, model.Name));
            if (isCalled && (step.AttemptTimeout ?? step.TotalTimeout) is not null && !Takes(step, ParameterKind.CancellationToken) && !Takes(step, ParameterKind.StepContext))
                findings.Add(Finding.Advice(RuleIds.TimeoutWithoutToken, anchor.On("Timeout"), step.Name, model.Name));
            CheckHeartbeat(step, anchor.On("Heartbeat"), findings);
            if (step.IsPure)
                CheckPure(step, anchor, findings);
        }
    }

    private static void CheckHeartbeat(StepModel step, Anchor anchor, List<Finding> findings)
    {
        if (step.Heartbeat is not { } interval || step.Kind is NodeKindModel.Signal or NodeKindModel.Delay)
            return;
        var problem = step.Kind != NodeKindModel.Step ? "only a step can say that it is alive"
            : !Takes(step, ParameterKind.StepContext) ? "it takes no StepContext to say that it is alive with: it would always be given up"
            : interval >= step.AttemptTimeout ? "its silence may last as long as the whole attempt: the timeout comes first"
            : interval >= step.TotalTimeout ? "its silence may last as long as all attempts together: the timeout comes first"
            : null;
        if (problem is not null)
            findings.Add(Finding.Of(RuleIds.InvalidHeartbeat, anchor, step.Name, problem));
    }

    // What is computed from parameters alone comes out the same every time: there is nothing to retry, bound, protect or undo.
    private static void CheckPure(StepModel step, Anchor anchor, List<Finding> findings)
    {
        foreach (var (given, attribute) in new[]
        {
            (step.Retry is not null, "Retry"), (step.AttemptTimeout is not null || step.TotalTimeout is not null, "Timeout"), (step.Idempotency != IdempotencyKind.Unspecified, "Idempotency"),
            (step.Heartbeat is not null, "Heartbeat"), (step.Limit is not null, "Limit"), (step.CompensateWith is not null, "CompensateWith"),
        })
        {
            if (given)
                findings.Add(Finding.Of(RuleIds.PureWithPolicy, anchor.On(attribute), step.Name, $"[{attribute}] is for work that may fail or take time"));
        }
        if (step.Kind is NodeKindModel.Child or NodeKindModel.Stream)
            findings.Add(Finding.Of(RuleIds.PureWithPolicy, anchor.On("Pure"), step.Name, step.Kind == NodeKindModel.Child ? "a child is a run of its own" : "a stream is taken over time"));
        else if (step is { Kind: NodeKindModel.Step, Returns: not (ReturnShape.Void or ReturnShape.Value) })
            findings.Add(Finding.Of(RuleIds.PureWithPolicy, anchor.On("Pure"), step.Name, "it returns a task, and what is computed from parameters alone awaits nothing"));
        for (var p = 0; p < step.Parameters.Count; p++)
        {
            if (step.Parameters[p].Kind is ParameterKind.StepContext or ParameterKind.CancellationToken)
                findings.Add(Finding.Of(RuleIds.PureWithPolicy, anchor with { Parameter = p }, step.Name, $"it takes a {step.Parameters[p].Type.DisplayName}, and computes from what is handed over alone"));
        }
    }

    private static bool Takes(StepModel step, ParameterKind kind) => step.Parameters.Any(p => p.Kind == kind);
}
