using Microsoft.Extensions.DependencyInjection;
using WorkflowGen.Storage;

namespace WorkflowGen.Testing.Tests;

public sealed class CrashEverywhereTests
{
    [Fact]
    public async Task A_sound_workflow_comes_out_the_same()
    {
        var report = await CrashEverywhere.RunAsync<ShopWorkflow>(Order, static services => services.AddSingleton(new World { Failures = 1 }), Quiet());

        Assert.True(report.Injected > 40, report.ToString());
        Assert.True(report.Crashes > report.LostAnswers);
    }

    [Fact]
    public async Task What_must_not_run_twice_does_not()
    {
        var report = await CrashEverywhere.RunAsync<MailingWorkflow>(async test =>
        {
            await test.Client<MailingWorkflowClient>().StartAsync("m1", "Ada");
            await test.RunUntilIdleAsync();
        }, options: Quiet());

        Assert.True(report.Parked > 0, report.ToString());
    }

    [Fact]
    public async Task A_result_that_depends_on_the_crash_is_found()
    {
        var e = await Assert.ThrowsAsync<WorkflowTestException>(() => CrashEverywhere.RunAsync<ForgetfulWorkflow>(async test =>
        {
            await test.Client<ForgetfulWorkflowClient>().StartAsync("f1", "Ada");
            await test.RunUntilIdleAsync();
        }, static services => services.AddSingleton(new World()), Quiet()));

        Assert.Contains("the run 'f1' is Completed with 2; undisturbed it is Completed with 1", e.Message, StringComparison.Ordinal);
        Assert.Contains("new CrashOptions { Only = new CrashPoint(StoreFault.", e.Message, StringComparison.Ordinal);
        Assert.Contains("WITHOUT IT", e.Message, StringComparison.Ordinal);
        Assert.Contains("run f1 of forgetful v1: Completed", e.Story, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_effect_with_another_key_after_a_crash_is_found()
    {
        var e = await Assert.ThrowsAsync<WorkflowTestException>(() => CrashEverywhere.RunAsync(() =>
        {
            var test = WorkflowTest.For<ForgetfulWorkflow>(static services => services.AddSingleton(new World()));
            return test;
        }, async test =>
        {
            await test.Client<ForgetfulWorkflowClient>().StartAsync("f1", "Ada");
            await test.RunUntilIdleAsync();
            test.Effects.Count("guess", test.Run("f1").Epoch.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }, Quiet()));

        Assert.Contains("the effect 'guess", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scenario_that_fails_by_itself_says_so()
    {
        var e = await Assert.ThrowsAsync<WorkflowTestException>(() => CrashEverywhere.RunAsync<ShopWorkflow>(static _ => throw new InvalidOperationException("mine"), static services => services.AddSingleton(new World()), Quiet()));
        Assert.Contains("fails without any fault: mine", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scenario_without_runs_shows_nothing_and_fails() =>
        await Assert.ThrowsAsync<WorkflowTestException>(() => CrashEverywhere.RunAsync<ShopWorkflow>(static _ => Task.CompletedTask, static services => services.AddSingleton(new World()), Quiet()));

    [Fact]
    public async Task One_point_can_be_looked_at_again()
    {
        var options = Quiet() with { Only = new CrashPoint(StoreFault.CrashAfter, 3) };
        var report = await CrashEverywhere.RunAsync<ShopWorkflow>(Order, static services => services.AddSingleton(new World()), options);
        Assert.Equal(1, report.Crashes);
        Assert.Equal(1, report.Injected);

        await Assert.ThrowsAsync<WorkflowTestException>(() => CrashEverywhere.RunAsync<ShopWorkflow>(Order, static services => services.AddSingleton(new World()), Quiet() with { Only = new CrashPoint(StoreFault.CrashAfter, 30_000) }));
    }

    [Fact]
    public async Task What_was_done_is_said()
    {
        var output = new StringWriter();
        await CrashEverywhere.RunAsync<ShopWorkflow>(Order, static services => services.AddSingleton(new World()), new CrashOptions { Output = output });

        Assert.Matches(@"CrashEverywhere: \d+ crashes, \d+ lost answers and \d+ refused calls injected into \d+ store calls of 1 runs", output.ToString());
        TestContext.Current.SendDiagnosticMessage(output.ToString());
    }

    private static CrashOptions Quiet() => new() { Output = TextWriter.Null };

    private static async Task Order(WorkflowTest test)
    {
        await test.Client<ShopWorkflowClient>().StartAsync("r1", new Order("o-1", 12));
        await test.RunUntilIdleAsync();
        Assert.Equal(RunStatus.Completed, test.Run("r1").Status);
    }
}
