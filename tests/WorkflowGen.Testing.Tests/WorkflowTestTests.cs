using Microsoft.Extensions.DependencyInjection;
using WorkflowGen.Storage;

namespace WorkflowGen.Testing.Tests;

public sealed class WorkflowTestTests
{
    private static readonly Order s_order = new("o-1", 12);

    [Fact]
    public async Task A_run_completes_without_a_host()
    {
        await using var test = Shop(new World());
        var shop = test.Client<ShopWorkflowClient>();

        await shop.StartAsync("r1", s_order);
        await test.RunUntilIdleAsync();

        Assert.Equal(new Shipment("o-1", 12), (await shop.GetAsync("r1"))!.Result);
        Assert.Equal(1, test.Effects.Of("charge"));
        Assert.Equal(test.Time.Start, test.Time.GetUtcNow());
    }

    [Fact]
    public async Task Waits_between_attempts_are_skipped_and_never_early()
    {
        await using var test = Shop(new World { Failures = 2 });
        await test.Client<ShopWorkflowClient>().StartAsync("r1", s_order);

        await test.RunUntilIdleAsync();

        Assert.Equal(RunStatus.Completed, test.Run("r1").Status);
        Assert.Equal(test.Time.Start + TimeSpan.FromHours(2), test.Time.GetUtcNow());
        Assert.Equal(["attempt 1 failed Charge", "attempt 2 failed Charge", "completed Charge"], test.Journal("r1").Where(e => e.Step == "Charge").Select(e => e.ToString()));
        Assert.Equal([TimeSpan.Zero, TimeSpan.FromHours(1), TimeSpan.FromHours(2)], test.Journal("r1").Where(e => e.Step == "Charge").Select(e => e.At));
    }

    [Fact]
    public async Task A_clock_that_does_not_skip_goes_as_far_as_it_is_told()
    {
        await using var test = Shop(new World { Failures = 1 });
        test.SkipsWaits = false;
        await test.Client<ShopWorkflowClient>().StartAsync("r1", s_order);

        await test.RunUntilIdleAsync();
        Assert.Equal(RunStatus.Suspended, test.Run("r1").Status);
        await test.AdvanceAsync(TimeSpan.FromMinutes(59));
        Assert.Equal(RunStatus.Suspended, test.Run("r1").Status);
        await test.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(RunStatus.Completed, test.Run("r1").Status);
        Assert.Equal(test.Time.Start + TimeSpan.FromHours(1), test.Time.GetUtcNow());
    }

    [Fact]
    public async Task Steps_that_wait_on_the_clock_are_not_waited_for()
    {
        await using var test = WorkflowTest.For<SlowWorkflow>(Baking);
        test.Patience = TimeSpan.FromMinutes(1);
        var client = test.Client<SlowWorkflowClient>();
        await client.StartAsync("three", "abc");
        await client.StartAsync("five", "abcde");
        await client.StartAsync("one", "a");

        await test.AdvanceAsync(TimeSpan.FromHours(4));

        Assert.Equal(["five Running", "one Completed", "three Completed"], test.Runs.Select(r => $"{r.RunId} {r.Status}"));
        await test.RunUntilIdleAsync();
        Assert.Equal(test.Time.Start + TimeSpan.FromHours(5), test.Time.GetUtcNow());
        Assert.Equal(TimeSpan.FromHours(3), test.Journal("three")[^1].At);
    }

    [Fact]
    public async Task A_step_that_hangs_is_given_real_time_and_then_times_out()
    {
        await using var test = WorkflowTest.For<HangingWorkflow>(static services => services.AddSingleton<IOven, BrokenOven>());
        await test.Client<HangingWorkflowClient>().StartAsync("r1", "abc");

        await test.RunUntilIdleAsync();

        Assert.Equal(RunStatus.Failed, test.Run("r1").Status);
        Assert.Equal(TimeSpan.FromSeconds(10), test.Journal("r1")[^1].At);
    }

    [Fact]
    public async Task A_fake_that_says_that_it_never_answers_is_not_waited_for()
    {
        await using var test = WorkflowTest.For<HangingWorkflow>(Baking);
        test.Patience = TimeSpan.FromMinutes(1);
        await test.Client<HangingWorkflowClient>().StartAsync("r1", "abc");

        await test.RunUntilIdleAsync();

        Assert.Equal(RunStatus.Failed, test.Run("r1").Status);
    }

    [Fact]
    public async Task A_handle_can_be_waited_for_meanwhile()
    {
        await using var test = Shop(new World { Failures = 1 });
        var handle = await test.Client<ShopWorkflowClient>().StartAsync("r1", s_order, cancellationToken: TestContext.Current.CancellationToken);
        var waiting = handle.WaitAsync(TestContext.Current.CancellationToken);

        await test.RunUntilIdleAsync();

        Assert.Equal(new Shipment("o-1", 12), await waiting.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_a_dead_process_was_asked_for_reaches_a_step_that_another_has_under_way()
    {
        await using var test = WorkflowTest.For<HangingWorkflow>(Baking);
        test.SkipsWaits = false;
        var client = test.Client<HangingWorkflowClient>();
        await client.StartAsync("r1", "abc");
        test.Crash();
        await test.RunUntilIdleAsync();
        Assert.Equal(RunStatus.Running, test.Run("r1").Status);

        await client.CancelAsync("r1");
        await test.RunUntilIdleAsync();

        Assert.Equal(RunStatus.Cancelled, test.Run("r1").Status);
    }

    [Fact]
    public async Task A_killed_process_is_followed_by_another()
    {
        await using var test = Shop(new World { Failures = 1 });
        var shop = test.Client<ShopWorkflowClient>();
        await shop.StartAsync("r1", s_order);

        test.Crash();
        await test.RunUntilIdleAsync();

        Assert.Equal(RunStatus.Completed, test.Run("r1").Status);
        Assert.Equal(RunStatus.Completed, (await shop.GetAsync("r1"))!.Status);
    }

    [Fact]
    public async Task A_story_says_what_happened_and_when()
    {
        await using var test = Shop(new World { Failures = 1 });
        await test.Client<ShopWorkflowClient>().StartAsync("r1", s_order);
        await test.RunUntilIdleAsync();

        string[] lines = test.Story("r1").ReplaceLineEndings("\n").TrimEnd().Split('\n');

        Assert.Equal("run r1 of shop v1: Completed", lines[0]);
        Assert.Equal("""  +00:00:00.000  started                  [{"Id":"o-1","Amount":12}]""", lines[1], ignoreCase: true);
        Assert.Contains("  +00:00:00.000  attempt 1 failed Charge  System.InvalidOperationException: The bank does not answer.  again at +01:00:00.000", lines);
        Assert.Equal("  +01:00:00.000  ended Completed", lines[^1]);
    }

    [Fact]
    public async Task Virtual_time_costs_no_real_time()
    {
        await using var test = WorkflowTest.For<SlowWorkflow>(Baking);
        await test.Client<SlowWorkflowClient>().StartAsync("r1", new string('x', 24 * 365));

        await test.RunUntilIdleAsync().WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);

        Assert.Equal(TimeSpan.FromDays(365), test.Journal("r1")[^1].At);
    }

    private static void Baking(IServiceCollection services) => services.AddSingleton<IOven, Oven>();

    private static WorkflowTest Shop(World world) => WorkflowTest.For<ShopWorkflow>(services => services.AddSingleton(world));
}
