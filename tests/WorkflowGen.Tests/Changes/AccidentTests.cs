using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using WorkflowGen.Execution;
using WorkflowGen.Hosting;
using WorkflowGen.Storage;

namespace WorkflowGen.Tests.Changes;

/// <summary>The classic accidents: code that is deployed under a run that waits. What does not fit parks it and names the node; what fits goes on; whatever happens, no effect comes twice.</summary>
public sealed class AccidentTests
{
    private readonly InMemoryWorkflowStore _store = new();
    private readonly ManualTimeProvider _clock = new();
    private readonly Effects _effects = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task A_step_renamed_parks(bool folded) => ParksAsync<Recorded.ChangesWorkflow, StepRenamed.ChangesWorkflow>(folded, "'Charge'");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task A_step_renamed_and_said_so_goes_on(bool folded) => GoesOnAsync<Recorded.ChangesWorkflow, StepRenamedAndSaid.ChangesWorkflow>(folded, "Payment { Amount = 7, Currency = EUR } True");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task A_step_removed_parks(bool folded) => ParksAsync<Recorded.ChangesWorkflow, StepRemoved.ChangesWorkflow>(folded, "'Charge'");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task A_step_inserted_before_one_that_has_run_parks(bool folded) => ParksAsync<Recorded.ChangesWorkflow, StepInsertedBefore.ChangesWorkflow>(folded, "'Charge'", "'Check'");

    [Fact]
    public Task A_step_inserted_behind_all_that_has_run_goes_on() =>
        GoesOnAsync<Recorded.ChangesWorkflow, StepInsertedBehind.ChangesWorkflow>(false, "Payment { Amount = 7, Currency = EUR } True", "Pack");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task A_member_renamed_parks_and_is_not_read_as_its_default(bool folded) => ParksAsync<Recorded.ChangesWorkflow, MemberRenamed.ChangesWorkflow>(folded, "'Charge'", "Amount");

    [Fact]
    public Task A_member_removed_parks() => ParksAsync<Recorded.ChangesWorkflow, MemberRemoved.ChangesWorkflow>(false, "'Charge'", "Currency");

    [Fact]
    public Task A_member_added_that_cannot_be_missing_parks() => ParksAsync<Recorded.ChangesWorkflow, MemberAdded.ChangesWorkflow>(false, "'Charge'", "Bank");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task A_member_added_that_may_be_missing_goes_on(bool folded) =>
        GoesOnAsync<Recorded.ChangesWorkflow, MemberAddedThatMayBeMissing.ChangesWorkflow>(folded, "Payment { Amount = 7, Currency = EUR, Bank =  } True");

    [Fact]
    public Task A_member_of_another_type_parks() => ParksAsync<Recorded.ChangesWorkflow, MemberOfAnotherType.ChangesWorkflow>(false, "'Charge'");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task A_member_that_an_upcaster_reads_goes_on(bool folded) =>
        GoesOnAsync<Recorded.ChangesWorkflow, MemberUpcast.ChangesWorkflow>(folded, "Payment { Cents = 700, Currency = EUR } True");

    [Fact]
    public Task An_upcaster_that_throws_parks() => ParksAsync<Recorded.ChangesWorkflow, UpcasterThrows.ChangesWorkflow>(false, "'Charge'", "no way");

    [Fact]
    public Task A_guard_added_to_a_step_that_has_run_leaves_it_run() => GoesOnAsync<Recorded.ChangesWorkflow, GuardAdded.ChangesWorkflow>(false, "Payment { Amount = 7, Currency = EUR } True");

    [Fact]
    public Task Steps_swapped_park() => ParksAsync<Recorded.ChangesWorkflow, StepsSwapped.ChangesWorkflow>(false, "'Charge'", "'Approve'");

    [Fact]
    public Task An_input_added_parks() => ParksAsync<Recorded.ChangesWorkflow, InputAdded.ChangesWorkflow>(false, "inputs");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task An_input_added_that_may_be_missing_goes_on(bool folded) =>
        GoesOnAsync<Recorded.ChangesWorkflow, InputAddedThatMayBeMissing.ChangesWorkflow>(folded, "Payment { Amount = 7, Currency = EUR } True");

    [Fact]
    public Task An_input_of_another_type_parks() => ParksAsync<Recorded.ChangesWorkflow, InputOfAnotherType.ChangesWorkflow>(false, "inputs");

    [Fact]
    public Task A_step_of_another_kind_parks() => ParksAsync<Recorded.ChangesWorkflow, KindChanged.ChangesWorkflow>(false, "'Charge'");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task An_enum_member_removed_parks_though_its_number_could_be_read(bool folded) => ParksAsync<WithEnum.ChangesWorkflow, EnumMemberRemoved.ChangesWorkflow>(folded, "'Charge'", "Way");

    [Fact]
    public Task An_enum_member_added_goes_on() => GoesOnAsync<WithEnum.ChangesWorkflow, EnumMemberAdded.ChangesWorkflow>(false, "Payment { Amount = 7, Way = Cash } True");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task A_member_renamed_in_elements_parks(bool folded) => ParksAsync<WithElements.ChangesWorkflow, ElementMemberRenamed.ChangesWorkflow>(folded, "'Charge", "Amount");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Elements_that_an_upcaster_reads_go_on(bool folded) => GoesOnAsync<WithElements.ChangesWorkflow, ElementsUpcast.ChangesWorkflow>(
        folded, "Payment { Cents = 700, Currency = EUR }, Payment { Cents = 200, Currency = EUR } True");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Elements_of_what_is_no_each_any_more_park(bool folded) => ParksAsync<WithElements.ChangesWorkflow, ElementsRemoved.ChangesWorkflow>(folded, "'Charge'");

    [Fact]
    public async Task What_was_recorded_after_the_change_is_not_read_by_the_upcaster()
    {
        await SuspendAsync<Recorded.ChangesWorkflow>(folded: false);
        // Goes on in the build with the upcaster, and dies before the next step is on record.
        await using (var between = await HostAsync<MemberUpcast.ChangesWorkflow>(_store, folded: true))
            Assert.True(await SignalAsync<MemberUpcast.ChangesWorkflow>(between));
        Assert.Equal("Payment { Cents = 700, Currency = EUR } True", await ResultAsync<MemberUpcast.ChangesWorkflow>());
        Assert.Equal(["Charge", "Ship"], _effects.Done);
    }

    private async Task ParksAsync<TOld, TNew>(bool folded, params string[] named)
        where TOld : class, IWorkflow<TOld>
        where TNew : class, IWorkflow<TNew>
    {
        var before = await SuspendAsync<TOld>(folded);
        await using (var host = await HostAsync<TNew>(_store, folded))
        {
            await SignalAsync<TOld>(host);
            await UntilAsync(async () => (await HeadAsync()).Status is RunStatus.Parked or RunStatus.Completed && Engine(host).ActiveCount == 0);
            var head = await HeadAsync();
            Assert.Equal(RunStatus.Parked, head.Status);
            Assert.All(named, name => Assert.Contains(name, head.Reason, StringComparison.Ordinal));
            Assert.Contains("elease the run", head.Reason, StringComparison.Ordinal);
            Assert.Equal(before, _effects.Done);
        }

        // The build that fits comes back, and an operator releases the run.
        await using (var host = await HostAsync<TOld>(_store, folded))
        {
            Assert.True(await new WorkflowAdministration(Engine(host)).ReleaseAsync("r1"));
            await UntilAsync(async () => (await HeadAsync()).Status == RunStatus.Completed);
        }
        Assert.Equal([.. before, "Ship"], _effects.Done);
    }

    private async Task GoesOnAsync<TOld, TNew>(bool folded, string result, params string[] inserted)
        where TOld : class, IWorkflow<TOld>
        where TNew : class, IWorkflow<TNew>
    {
        var before = await SuspendAsync<TOld>(folded);
        await using (var host = await HostAsync<TNew>(_store, folded))
            await SignalAsync<TOld>(host);
        Assert.Equal(result, await ResultAsync<TNew>());
        Assert.Equal([.. before, .. inserted, "Ship"], _effects.Done);
    }

    /// <summary>Runs the workflow until it waits for its signal.</summary>
    private async Task<IReadOnlyList<string>> SuspendAsync<TWorkflow>(bool folded)
        where TWorkflow : class, IWorkflow<TWorkflow>
    {
        await using (var host = await HostAsync<TWorkflow>(_store, folded))
        {
            await Engine(host).StartRunAsync("r1", TWorkflow.Definition, 7, static (writer, amount) =>
            {
                writer.WriteStartArray();
                writer.WriteNumberValue(amount);
                writer.WriteEndArray();
            }, TestContext.Current.CancellationToken);
            await UntilAsync(async () => (await HeadAsync()).Status is RunStatus.Suspended or RunStatus.Parked);
        }
        Assert.Equal(RunStatus.Suspended, (await HeadAsync()).Status);
        return _effects.Done;
    }

    private async Task<string?> ResultAsync<TWorkflow>()
        where TWorkflow : class, IWorkflow<TWorkflow>
    {
        await using var host = await HostAsync<TWorkflow>(_store, folded: false);
        await UntilAsync(async () => (await HeadAsync()).Status is RunStatus.Completed or RunStatus.Parked);
        var head = await HeadAsync();
        Assert.True(head.Status == RunStatus.Completed, head.Reason);
        var (_, outcome) = (await Engine(host).ReadOutcomeAsync("r1", TWorkflow.Definition, TestContext.Current.CancellationToken))!.Value;
        return JsonDocument.Parse(outcome.Result).RootElement.GetProperty("Text").GetString();
    }

    private static ValueTask<bool> SignalAsync<TWorkflow>(ServiceProvider host)
        where TWorkflow : class, IWorkflow<TWorkflow> =>
        Engine(host).SignalAsync(
            "r1", TWorkflow.Definition, TWorkflow.Definition.Nodes.Last(n => n.Signal is not null).Name, true, static (writer, value) => writer.WriteBooleanValue(value), null, CancellationToken.None);

    private async Task<ServiceProvider> HostAsync<TWorkflow>(IWorkflowStore store, bool folded)
        where TWorkflow : class, IWorkflow<TWorkflow>
    {
        var services = new ServiceCollection();
        services.AddSingleton(_effects);
        services.AddWorkflowGen(w =>
        {
            w.Add(RegisteredWorkflow.Of<TWorkflow>());
            w.UseStore(_ => new DelegatingStore(store));
            w.Configure(o =>
            {
                o.TimeProvider = _clock;
                if (folded)
                    o.SnapshotEvery = 1;
            });
        });
        var host = services.BuildServiceProvider();
        await Engine(host).StartAsync();
        return host;
    }

    private async Task<RunHead> HeadAsync() => (await _store.GetAsync("r1", CancellationToken.None))!;

    private static WorkflowEngine Engine(ServiceProvider host) => host.GetRequiredService<WorkflowEngine>();

    private Task UntilAsync(Func<ValueTask<bool>> condition) => Hosting.EngineHarness.UntilAsync(condition, _clock, TimeSpan.FromSeconds(1));
}
