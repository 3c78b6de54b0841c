using WorkflowGen.Storage;
using WorkflowGen.Testing;

namespace WorkflowGen.Scenarios.Tests;

/// <summary>Undoing, as Temporal's, Elsa's and WorkflowCore's users expect it.</summary>
public sealed class SagaTests : ScenarioTest
{
    [Fact]
    public Task A_saga_whose_later_step_throws_undoes_what_was_done_in_reverse_and_fails() => EverywhereAsync(() => Create<Trip>(("Pay", -1)), async test =>
    {
        await test.Client<TripClient>().StartAsync(Id, new Order(7));
        await test.RunToEndAsync();

        Assert.Equal(RunStatus.Failed, test.Run(Id).Status);
        Assert.Equal(["BookFlight", "BookHotel", "BookCar", "CancelCar", "CancelHotel", "CancelFlight"], Names(test));
        Assert.Equal("ended Failed", test.Journal(Id)[^1].ToString());
    });

    [Fact]
    public Task Only_what_was_done_is_undone() => EverywhereAsync(() => Create<Trip>(("BookCar", -1)), async test =>
    {
        await test.Client<TripClient>().StartAsync(Id, new Order(7));
        await test.RunToEndAsync();

        Assert.Equal(["BookFlight", "BookHotel", "CancelHotel", "CancelFlight"], Names(test));
    });

    [Fact]
    public Task A_saga_in_a_saga_is_undone_inner_before_outer() => EverywhereAsync(() => Create<Journey>(("Report", -1)), async test =>
    {
        await test.Client<JourneyClient>().StartAsync(Id, new Order(7));
        await test.RunToEndAsync();

        Assert.Equal(RunStatus.Failed, test.Run(Id).Status);
        Assert.Equal(["Insure", "BookFlight", "BookHotel", "BookCar", "Pay", "CancelCar", "CancelHotel", "CancelFlight", "CancelInsurance"], Names(test));
    });

    [Fact]
    public Task A_saga_that_fails_within_a_saga_undoes_itself_and_then_the_outer_one() => EverywhereAsync(() => Create<Journey>(("BookCar", -1)), async test =>
    {
        await test.Client<JourneyClient>().StartAsync(Id, new Order(7));
        await test.RunToEndAsync();

        Assert.Equal(RunStatus.Failed, test.Run(Id).Status);
        Assert.Equal(["Insure", "BookFlight", "BookHotel", "CancelHotel", "CancelFlight", "CancelInsurance"], Names(test));
    });

    [Fact]
    public Task A_saga_retried_as_a_whole_runs_its_body_three_times_and_undoes_it_twice() => EverywhereAsync(() => Create<StubbornJourney>(), async test =>
    {
        var client = test.Client<StubbornJourneyClient>();
        await client.StartAsync(Id, new Order(7));
        await test.RunToEndAsync();

        Assert.Equal(new Receipt("on board"), (await client.GetAsync(Id))!.Result);
        Assert.Equal(["Insure", "BookFlight", "CancelFlight", "BookFlight", "CancelFlight", "BookFlight"], Names(test));
    });

    [Fact]
    public Task An_undoing_that_is_interrupted_half_way_goes_on() => EverywhereAsync(() => Create<Trip>(("Pay", -1), ("CancelHotel", 2)), async test =>
    {
        await test.Client<TripClient>().StartAsync(Id, new Order(7));
        await test.RunUntilIdleAsync();
        test.Crash();
        await test.RunToEndAsync();

        Assert.Equal(RunStatus.Failed, test.Run(Id).Status);
        Assert.Equal(["BookFlight", "BookHotel", "BookCar", "CancelCar", "CancelHotel", "CancelFlight"], Names(test));
        Assert.Equal(3, test.Journal(Id).Count(e => e.Kind == RunEventKind.Compensated));
    });

    [Fact]
    public async Task Cancelling_during_an_undoing_changes_nothing()
    {
        await using var test = Create<Trip>(("Pay", -1), ("CancelHotel", 1));
        test.SkipsWaits = false;
        var client = test.Client<TripClient>();
        await client.StartAsync(Id, new Order(7));
        await test.RunUntilIdleAsync();
        Assert.DoesNotContain("CancelHotel", Names(test));

        await client.CancelAsync(Id);
        await test.AdvanceAsync(TimeSpan.FromHours(2));

        Assert.Equal(RunStatus.Failed, test.Run(Id).Status);
        Assert.Equal(["BookFlight", "BookHotel", "BookCar", "CancelCar", "CancelHotel", "CancelFlight"], Names(test));
    }

    [Fact]
    public async Task An_undoing_that_fails_for_good_parks_the_run_and_goes_on_when_released()
    {
        await using var test = Create<Trip>(("Pay", -1), ("CancelHotel", 3));
        await test.Client<TripClient>().StartAsync(Id, new Order(7));
        await test.RunToEndAsync();

        Assert.Equal(RunStatus.Parked, test.Run(Id).Status);
        Assert.Contains("CancelHotel", test.Run(Id).Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("CancelFlight", Names(test));
    }

    [Fact]
    public Task A_cancelled_run_is_undone_too() => EverywhereAsync(() => Create<Patient>(), async test =>
    {
        var client = test.Client<PatientClient>();
        await client.StartAsync(Id, new Order(7));
        await test.RunUntilIdleAsync();
        await client.CancelAsync(Id);
        await test.RunUntilIdleAsync();

        Assert.Equal(RunStatus.Cancelled, test.Run(Id).Status);
        Assert.Equal(["Reserve", "Free"], Names(test));
    });
}

/// <summary>Waits for somebody with something in its hands.</summary>
[Workflow("patient")]
public sealed partial class Patient(World world)
{
    public partial ValueTask<Receipt> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Step, CompensateWith(nameof(Free))]
    private async Task<Flight> Reserve(Order order, StepContext step)
    {
        await world.DoAsync(step);
        return new Flight(1);
    }

    private Task Free(Flight reserve, StepContext step) => world.DoAsync(step);

    [Signal]
    private partial Approval Approve(Flight flight);

    [Step]
    private Receipt Confirm(Approval approve) => new(approve.By);
}
