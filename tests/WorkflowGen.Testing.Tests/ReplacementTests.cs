using Microsoft.Extensions.DependencyInjection;
using WorkflowGen.Storage;

namespace WorkflowGen.Testing.Tests;

public sealed class ReplacementTests
{
    [Fact]
    public async Task A_step_is_replaced_by_a_lambda_of_its_own_types()
    {
        await using var test = WorkflowTest.For<ShopWorkflow>(services => services.AddSingleton(new World()));
        test.Replace(ShopWorkflow.Steps.Charge, (order, step) => Task.FromResult(new Payment($"{order.Id}/{step.StepName}", 7)));
        var shop = test.Client<ShopWorkflowClient>();

        await shop.StartAsync("r1", new Order("o-1", 12));
        await test.RunUntilIdleAsync();

        Assert.Equal(new Shipment("o-1/Charge", 7), (await shop.GetAsync("r1"))!.Result);
        Assert.Equal(0, test.Effects.Of("charge"));
        Assert.Equal(1, test.Effects.Of("reserve"));
    }

    [Fact]
    public async Task A_replaced_step_keeps_its_policies()
    {
        await using var test = WorkflowTest.For<ShopWorkflow>(services => services.AddSingleton(new World()));
        var attempts = new List<int>();
        test.Replace(ShopWorkflow.Steps.Charge, async (order, step) =>
        {
            await Task.Yield();
            attempts.Add(step.Attempt);
            throw new InvalidOperationException("no");
        });
        await test.Client<ShopWorkflowClient>().StartAsync("r1", new Order("o-1", 12));

        await test.RunUntilIdleAsync();

        Assert.Equal([1, 2, 3], attempts);
        Assert.Equal(RunStatus.Failed, test.Run("r1").Status);
        Assert.Equal(test.Time.Start + TimeSpan.FromHours(2), test.Time.GetUtcNow());
    }

    [Fact]
    public async Task Replacements_are_there_after_a_crash()
    {
        await CrashEverywhere.RunAsync(() => WorkflowTest.For<ShopWorkflow>(services => services.AddSingleton(new World())), async test =>
        {
            test.Replace(ShopWorkflow.Steps.Ship, (reservation, payment) =>
            {
                test.Effects.Count("shipped by hand", reservation.Order);
                return new Shipment(payment.Order, 0);
            });
            await test.Client<ShopWorkflowClient>().StartAsync("r1", new Order("o-1", 12));
            await test.RunUntilIdleAsync();
            Assert.True(test.Effects.Of("shipped by hand") >= 1);
        }, new CrashOptions { Output = TextWriter.Null });
    }

    [Fact]
    public async Task A_step_of_another_workflow_has_to_say_of_which()
    {
        await using var test = WorkflowTest.For<MailingWorkflow>();
        var e = Assert.Throws<ArgumentException>(() => test.Replace(ShopWorkflow.Steps.Ship, (_, payment) => new Shipment(payment.Order, 1)));
        Assert.Contains("WorkflowReference<OtherWorkflow>", e.Message, StringComparison.Ordinal);
        test.AddWorkflow<ShopWorkflow>();
        test.Replace(new WorkflowReference<ShopWorkflow>(), ShopWorkflow.Steps.Ship, (_, payment) => new Shipment(payment.Order, 1));
    }

    [Fact]
    public async Task What_comes_too_late_is_refused()
    {
        await using var test = WorkflowTest.For<MailingWorkflow>();
        test.Client<MailingWorkflowClient>();
        Assert.Throws<InvalidOperationException>(() => test.Replace(MailingWorkflow.Steps.Write, address => address));
        Assert.Throws<InvalidOperationException>(() => test.AddWorkflow<ShopWorkflow>());
    }
}
