using WorkflowGen;

namespace Approvals;

public sealed record Request(string Id, decimal Amount);

public sealed record Approval(string By);

public readonly record struct Rating(int Stars);

public sealed record Withdrawn;

[Workflow("paying")]
public sealed partial class PayingWorkflow
{
    public partial ValueTask<string> RunAsync(string id, CancellationToken cancellationToken = default);

    [Step]
    private string Pay(string id) => id;
}

/// <summary>Signals, a task for people, delays, children, and a signal that cancels.</summary>
[Workflow("waiting"), CancelOn(nameof(Withdraw))]
public sealed partial class WaitingWorkflow
{
    public partial ValueTask<string> RunAsync(Request request);

    [Signal(Timeout = "3d")]
    private partial Approval? Approve(Request request);

    [HumanTask(Title = "Rate <the> request", Timeout = "1d")]
    private partial Rating? Rate(Request request, Approval? approval);

    [Signal(Buffered = false)]
    private partial Withdrawn Withdraw();

    [Signal]
    private partial IAsyncEnumerable<Rating> Votes();

    [Delay("1h"), After(nameof(Approve))]
    private partial Task CoolOff(Request request);

    [Delay]
    private static TimeSpan Patience(Request request) => TimeSpan.FromDays((double)request.Amount);

    [Delay, After(nameof(Patience))]
    private DateTimeOffset NextYear(Approval? approval) => DateTimeOffset.MaxValue;

    [Step]
    private string Ask(Request request) => request.Id;

    [Child, After(nameof(CoolOff))]
    private partial Task<string> Paid(PayingWorkflow workflow, [From(nameof(Ask))] string id);

    [Child(Detached = true)]
    private partial Task Aside(PayingWorkflow workflow, [From(nameof(Ask))] string id);

    [Step]
    private int Count([Each(CompleteOn = nameof(Withdraw)), From(nameof(Votes))] Rating vote) => vote.Stars;

    [Step, After(nameof(NextYear)), Delay("10m"), Output]
    private string Tell([From(nameof(Paid))] string paid, Rating? rating, IReadOnlyList<int> count) => paid;
}
