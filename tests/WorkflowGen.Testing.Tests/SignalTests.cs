using WorkflowGen.Storage;

namespace WorkflowGen.Testing.Tests;

public sealed class SignalTests
{
    private static readonly Claim s_claim = new("c-1", 900);

    [Fact]
    public async Task A_run_waits_for_its_signal_and_the_clock_does_not_run_away()
    {
        await using var test = WorkflowTest.For<ApprovalWorkflow>();
        var client = test.Client<ApprovalWorkflowClient>();
        await client.StartAsync("r1", s_claim);

        await test.RunUntilIdleAsync();

        Assert.Equal(["Manager"], test.WaitsFor("r1"));
        Assert.Equal(test.Time.Start, test.Time.GetUtcNow());
        Assert.Contains("waits for the signal Manager until +3d 00:00:00.000", test.Story("r1"), StringComparison.Ordinal);

        Assert.True(await client.SignalManagerAsync("r1", new Approval("Ada")));
        await test.RunUntilIdleAsync();
        Assert.Equal("Ada says yes to 900", (await client.GetAsync("r1"))!.Result!.Text);
        Assert.Empty(test.WaitsFor("r1"));
    }

    [Fact]
    public async Task Three_days_pass_in_no_time()
    {
        await using var test = WorkflowTest.For<ApprovalWorkflow>();
        var client = test.Client<ApprovalWorkflowClient>();
        await client.StartAsync("r1", s_claim);

        await test.AdvanceAsync(TimeSpan.FromDays(3) - TimeSpan.FromTicks(1));
        Assert.Equal(RunStatus.Suspended, test.Run("r1").Status);
        await test.AdvanceAsync(TimeSpan.FromTicks(1));

        Assert.Equal("nobody answered", (await client.GetAsync("r1"))!.Result!.Text);
        Assert.Equal(TimeSpan.FromDays(3), test.Journal("r1")[^1].At);
    }

    [Fact]
    public async Task Run_to_end_waits_in_vain()
    {
        await using var test = WorkflowTest.For<ApprovalWorkflow>();
        var client = test.Client<ApprovalWorkflowClient>();
        await client.StartAsync("r1", s_claim);

        await test.RunToEndAsync();

        Assert.Equal("nobody answered", (await client.GetAsync("r1"))!.Result!.Text);
    }

    [Fact]
    public async Task A_run_that_waits_is_cancelled()
    {
        await using var test = WorkflowTest.For<ApprovalWorkflow>();
        var client = test.Client<ApprovalWorkflowClient>();
        await client.StartAsync("r1", s_claim);
        await test.RunUntilIdleAsync();

        await client.CancelAsync("r1");
        await test.RunUntilIdleAsync();

        Assert.Equal(RunStatus.Cancelled, test.Run("r1").Status);
    }

    [Fact]
    public async Task Waiting_survives_crashes_and_signals_are_taken_once()
    {
        var report = await CrashEverywhere.RunAsync<ApprovalWorkflow>(static async test =>
        {
            var client = test.Client<ApprovalWorkflowClient>();
            await client.StartAsync("r1", s_claim);
            await test.RunUntilIdleAsync();
            Assert.Equal(["Manager"], test.WaitsFor("r1"));
            await client.SignalManagerAsync("r1", new Approval("Ada"));
            await test.RunUntilIdleAsync();
            Assert.Equal(RunStatus.Completed, test.Run("r1").Status);
        }, options: new CrashOptions { Output = TextWriter.Null });

        Assert.True(report.Crashes > 20, report.ToString());
    }

    [Fact]
    public async Task A_parent_and_its_child_survive_crashes()
    {
        var report = await CrashEverywhere.RunAsync<ParentWorkflow>(static async test =>
        {
            await test.Client<ParentWorkflowClient>().StartAsync("p1", s_claim);
            await test.RunUntilIdleAsync();
            var child = test.Runs.Single(r => r.Parent is not null);
            await test.Client<ApprovalWorkflowClient>().SignalManagerAsync(child.RunId, new Approval("Ada"));
            await test.RunUntilIdleAsync();
            Assert.Equal(RunStatus.Completed, test.Run("p1").Status);
        }, options: new CrashOptions { Output = TextWriter.Null });

        Assert.Equal(2, report.Runs);
    }
}
