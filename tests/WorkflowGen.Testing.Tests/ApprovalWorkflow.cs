using WorkflowGen;

namespace WorkflowGen.Testing.Tests;

public sealed record Claim(string Id, int Amount);

public sealed record Approval(string By);

public sealed record Decision(string Text);

/// <summary>Waits for people, for a while and for another workflow.</summary>
[Workflow("approval")]
public sealed partial class ApprovalWorkflow(Effects effects)
{
    public partial ValueTask<Decision> RunAsync(Claim claim, CancellationToken cancellationToken = default);

    [Signal(Timeout = "3d")]
    private partial Approval? Manager(Claim claim);

    [Step, Idempotency(Idempotency.Safe)]
    Decision Decide(Claim claim, Approval? manager)
    {
        effects.Count("decide", claim.Id);
        return new Decision(manager is null ? "nobody answered" : $"{manager.By} says yes to {claim.Amount}");
    }
}

/// <summary>Starts a child and waits for it.</summary>
[Workflow("parent")]
public sealed partial class ParentWorkflow(Effects effects)
{
    public partial ValueTask<string> RunAsync(Claim claim, CancellationToken cancellationToken = default);

    [Child]
    private partial Task<Decision> Approve(ApprovalWorkflow workflow, Claim claim);

    [Step, Idempotency(Idempotency.Keyed)]
    string Tell(Decision decision, StepContext step)
    {
        effects.Count("tell", step.IdempotencyKey);
        return decision.Text;
    }
}
