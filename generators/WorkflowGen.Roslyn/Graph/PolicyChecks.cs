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
            if (step is { Retry.Attempts: > 1, Idempotency: IdempotencyKind.Unspecified })
                findings.Add(Finding.Advice(RuleIds.RetryWithoutIdempotency, anchor.On("Retry"), step.Name, model.Name));
            if (step is { Retry.Attempts: > 1, Idempotency: IdempotencyKind.AtMostOnce })
                findings.Add(Finding.Of(RuleIds.RetryAtMostOnce, anchor.On("Retry"), step.Name, model.Name));
            if (step.Idempotency == IdempotencyKind.Keyed && !Takes(step, ParameterKind.StepContext))
                findings.Add(Finding.Advice(RuleIds.KeyNeverUsed, anchor.On("Idempotency"), step.Name, model.Name));
            if (step.Idempotency == IdempotencyKind.Transactional)
                findings.Add(Finding.Of(RuleIds.NotSupportedYet, anchor.On("Idempotency"), "Idempotency.Transactional", model.Name));
            if ((step.AttemptTimeout ?? step.TotalTimeout) is not null && !Takes(step, ParameterKind.CancellationToken) && !Takes(step, ParameterKind.StepContext))
                findings.Add(Finding.Advice(RuleIds.TimeoutWithoutToken, anchor.On("Timeout"), step.Name, model.Name));
        }
    }

    private static bool Takes(StepModel step, ParameterKind kind) => step.Parameters.Any(p => p.Kind == kind);
}
