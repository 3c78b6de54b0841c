using Microsoft.Extensions.DependencyInjection;
using WorkflowGen;
using WorkflowGen.Storage;
using WorkflowGen.Testing;
using Xunit;

public sealed record Claim(string Id, int Amount);
public sealed record Approval(string By);
public sealed record Payment(string Claim, int Amount);

public interface IBank
{
    Task<Payment> PayAsync(Claim claim, string key);
}

[Workflow("claim")]
public sealed partial class ClaimWorkflow(IBank bank)
{
    public partial ValueTask<Payment?> RunAsync(Claim claim, CancellationToken cancellationToken = default);

    [Signal(Timeout = "3d")]
    private partial Approval? Manager(Claim claim);

    [Step, When(nameof(IsApproved)), Retry(3, "1m"), Idempotency(Idempotency.Keyed)]
    Task<Payment> Pay(Claim claim, StepContext step) => bank.PayAsync(claim, step.IdempotencyKey);

    static bool IsApproved(Approval? manager) => manager is not null;
}

// Counts what a real bank would do.
public sealed class CountingBank(Effects effects) : IBank
{
    public Task<Payment> PayAsync(Claim claim, string key)
    {
        effects.Count("pay", key);
        return Task.FromResult(new Payment(claim.Id, claim.Amount));
    }
}

public sealed class ClaimTests
{
    [Fact]
    public async Task A_claim_is_paid_when_the_manager_says_yes()
    {
        await using var test = WorkflowTest.For<ClaimWorkflow>(services => services.AddSingleton<IBank, CountingBank>());
        var claims = test.Client<ClaimWorkflowClient>();

        await claims.StartAsync("c-1", new Claim("c-1", 900));
        await test.RunUntilIdleAsync();
        Assert.Equal(["Manager"], test.WaitsFor("c-1"));

        await claims.SignalManagerAsync("c-1", new Approval("Ada"));
        await test.RunUntilIdleAsync();

        Assert.Equal(new Payment("c-1", 900), (await claims.GetAsync("c-1"))!.Result);
        Assert.Equal(["started", "completed Manager", "completed Pay", "ended Completed"], test.Journal("c-1").Select(e => e.ToString()));
    }

    [Fact]
    public async Task Nobody_answers_for_three_days()
    {
        await using var test = WorkflowTest.For<ClaimWorkflow>(services => services.AddSingleton<IBank, CountingBank>());
        await test.Client<ClaimWorkflowClient>().StartAsync("c-1", new Claim("c-1", 900));

        await test.AdvanceAsync(TimeSpan.FromDays(3));

        Assert.Equal(RunStatus.Completed, test.Run("c-1").Status);
        Assert.Equal(0, test.Effects.Of("pay"));
    }

    [Fact]
    public async Task A_claim_is_paid_once_whatever_crashes() =>
        await CrashEverywhere.RunAsync<ClaimWorkflow>(async test =>
        {
            var claims = test.Client<ClaimWorkflowClient>();
            await claims.StartAsync("c-1", new Claim("c-1", 900));
            await test.RunUntilIdleAsync();
            await claims.SignalManagerAsync("c-1", new Approval("Ada"));
            await test.RunUntilIdleAsync();
        }, services => services.AddSingleton<IBank, CountingBank>());
}
