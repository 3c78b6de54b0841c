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
    public async Task What_only_two_faults_bring_about_is_found()
    {
        await RunAsync(Quiet() with { Pairs = 0 });
        var e = await FoundAsync(Quiet() with { Pairs = int.MaxValue });
        Assert.Contains(" and then ", e.Message, StringComparison.Ordinal);
        Assert.Contains("\"forgotten\"", e.Message, StringComparison.Ordinal);

        // By what the message says, it is seen again.
        var points = System.Text.RegularExpressions.Regex.Matches(e.Message, @"new CrashPoint\(StoreFault\.(\w+), (\d+)\)");
        Assert.Equal(2, points.Count);
        CrashPoint Point(int i) => new(Enum.Parse<StoreFault>(points[i].Groups[1].Value), int.Parse(points[i].Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture));
        var again = await FoundAsync(Quiet() with { Only = Point(0), Then = Point(1) });
        Assert.Equal(e.Message.Split('\n')[0], again.Message.Split('\n')[0]);

        // The worker looks for work beside the run: the second point is not the same call each time, and may be missed.
        static async Task<WorkflowTestException> FoundAsync(CrashOptions options)
        {
            for (var tries = 1; ; tries++)
            {
                try
                {
                    await RunAsync(options);
                    Assert.True(tries < 10, "Ten times nothing was found.");
                }
                catch (WorkflowTestException found)
                {
                    return found;
                }
            }
        }

        static Task<CrashReport> RunAsync(CrashOptions options) => CrashEverywhere.RunAsync<AbsentMindedWorkflow>(static async test =>
        {
            await test.Client<AbsentMindedWorkflowClient>().StartAsync("a1", "Ada");
            await test.RunUntilIdleAsync();
        }, static services => services.AddSingleton(new World()), options);
    }

    [Fact]
    public async Task Pairs_are_all_there_are_or_as_many_as_is_said()
    {
        var all = await CrashEverywhere.RunAsync<ShopWorkflow>(Order, static services => services.AddSingleton(new World()), Quiet() with { AtMost = 4, Pairs = int.MaxValue });
        Assert.True(all.Pairs > 20, all.ToString());
        Assert.True(all.Pairs <= all.PossiblePairs);

        var some = await CrashEverywhere.RunAsync<ShopWorkflow>(Order, static services => services.AddSingleton(new World()), Quiet() with { Pairs = 7, Seed = 3 });
        Assert.InRange(some.Pairs, 1, 7);
        Assert.Contains("; seed 3)", some.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_fault_that_does_not_come_shows_nothing_and_fails() =>
        await Assert.ThrowsAsync<WorkflowTestException>(() => CrashEverywhere.RunAsync<ShopWorkflow>(Order, static services => services.AddSingleton(new World()),
            Quiet() with { Only = new CrashPoint(StoreFault.CrashAfter, 3), Then = new CrashPoint(StoreFault.CrashAfter, 30_000) }));

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
