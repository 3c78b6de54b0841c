using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WorkflowGen.Hosting;
using WorkflowGen.Storage;

namespace WorkflowGen.Tests.Hosting;

public sealed class HostingTests
{
    private static IHost Build(Action<WorkflowGenBuilder> configure, Action<IServiceCollection>? services = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddWorkflowGen(configure);
        if (services is null)
            builder.Services.AddScoped<Greeter>();
        else
            services(builder.Services);
        return builder.Build();
    }

    [Fact]
    public async Task A_workflow_runs_in_a_host_by_way_of_its_typed_client()
    {
        var living = Greeter.Living;
        using var host = Build(w => w.AddWorkflow<GreetingWorkflow>().UseInMemory());
        await host.StartAsync();
        var client = host.Services.GetRequiredService<GreetingWorkflowClient>();

        var handle = await client.StartAsync("r1", "Ada");
        Assert.Equal(new Greeting("Hello, Ada!", 11), await handle.WaitAsync());
        Assert.Equal(("r1", false), (handle.Id, handle.AlreadyExisted));

        var again = await client.StartAsync("r1", "Bob");
        Assert.True(again.AlreadyExisted);
        Assert.Equal("Hello, Ada!", (await again.WaitAsync()).Text);

        var state = await client.GetAsync("r1");
        Assert.Equal((RunStatus.Completed, "Hello, Ada!"), (state!.Status, state.Result!.Text));
        Assert.Null(await client.GetAsync("nobody"));
        Assert.Equal(["r1"], (await client.ListAsync(RunStatus.Completed).ToListAsync()).Select(h => h.RunId));
        Assert.Empty(await client.ListAsync(RunStatus.Failed).ToListAsync());
        Assert.False(await client.CancelAsync("r1"));
        await host.StopAsync();
        Assert.Equal(living, Greeter.Living);
    }

    [Fact]
    public async Task A_failed_run_says_which_step_and_why_also_when_it_is_read_later()
    {
        using var host = Build(
            w => w.AddWorkflow<GreetingWorkflow>().UseInMemory(),
            s => s.AddScoped(_ => new Greeter { Word = _ => throw new InvalidOperationException("mute") }));
        await host.StartAsync();
        var client = host.Services.GetRequiredService<GreetingWorkflowClient>();
        var handle = await client.StartAsync("r1", "Ada");
        var failure = await Assert.ThrowsAsync<WorkflowFailedException>(() => handle.WaitAsync());
        Assert.Equal(("r1", "greeting", "Greet", 2), (failure.RunId, failure.Workflow, failure.Step, failure.Attempt));
        Assert.Contains("failed in step 'Greet' at attempt 2: System.InvalidOperationException: mute", failure.Message);

        var state = await client.GetAsync("r1");
        Assert.Equal((RunStatus.Failed, null, "mute"), (state!.Status, state.Result, state.Failures[0].Message));
        Assert.Contains("Step 'Greet' failed at attempt 2", state.Reason);
        await host.StopAsync();
    }

    [Fact]
    public async Task An_id_names_a_run_of_one_workflow_only()
    {
        using var host = Build(w => w.AddWorkflow<GreetingWorkflow>().AddWorkflow<CountingWorkflow>().UseInMemory());
        await host.StartAsync();
        var greeting = host.Services.GetRequiredService<GreetingWorkflowClient>();
        var counting = host.Services.GetRequiredService<CountingWorkflowClient>();
        await (await counting.StartAsync("r1", 1)).WaitAsync();
        Assert.Equal(RunStatus.Completed, (await counting.GetAsync("r1"))!.Status);

        var conflict = await Assert.ThrowsAsync<RunConflictException>(async () => await greeting.StartAsync("r1", "Ada"));
        Assert.Contains("'r1' is taken by a run of workflow 'counting' and cannot name one of 'greeting'", conflict.Message);
        await Assert.ThrowsAsync<RunConflictException>(async () => await greeting.GetAsync("r1"));
        await Assert.ThrowsAsync<RunConflictException>(async () => await greeting.CancelAsync("r1"));
        await Assert.ThrowsAsync<RunConflictException>(() => greeting.WaitAsync("r1"));
        await Assert.ThrowsAsync<RunNotFoundException>(() => greeting.WaitAsync("nobody"));
        await host.StopAsync();
    }

    [Fact]
    public async Task A_process_that_executes_nothing_starts_and_watches_runs_of_one_that_does()
    {
        var store = new InMemoryWorkflowStore();
        using var front = Build(w => w.AddWorkflow<GreetingWorkflow>().UseStore(_ => new DelegatingStore(store)).Configure(o => (o.ExecuteRuns, o.PollInterval) = (false, TimeSpan.FromMilliseconds(10))));
        using var worker = Build(w => w.AddWorkflow<GreetingWorkflow>().UseStore(_ => new DelegatingStore(store)).Configure(o => o.PollInterval = TimeSpan.FromMilliseconds(10)));
        await front.StartAsync();
        await worker.StartAsync();
        var handle = await front.Services.GetRequiredService<GreetingWorkflowClient>().StartAsync("r1", "Ada");
        Assert.Equal(11, (await handle.WaitAsync().WaitAsync(TimeSpan.FromSeconds(10))).Length);
        await front.StopAsync();
        await worker.StopAsync();
    }

    [Fact]
    public async Task A_run_whose_process_dies_while_others_work_does_not_wait_for_its_lease_to_run_out()
    {
        var store = new InMemoryWorkflowStore();
        using var front = Build(w => w.AddWorkflow<GreetingWorkflow>().UseStore(_ => new DelegatingStore(store)).Configure(o => (o.ExecuteRuns, o.PollInterval) = (false, TimeSpan.FromMilliseconds(10))));
        await front.StartAsync();
        var handle = await front.Services.GetRequiredService<GreetingWorkflowClient>().StartAsync("r1", "Ada");
        var own = WorkerIdentity.Create().Split('/', '-');
        var now = DateTimeOffset.UtcNow;
        var dead = new ClaimRequest { Owner = $"{own[0]}/{own[1]}-1{own[2]}-{own[3]}/1", Now = now, LeaseUntil = now.AddHours(1), Limit = 1, RunId = "r1" };
        Assert.Single(await store.ClaimAsync(dead, CancellationToken.None));

        using var worker = Build(w => w.AddWorkflow<GreetingWorkflow>().UseStore(_ => new AliveAtTheStart(store)).Configure(o => (o.LeaseDuration, o.PollInterval) = (TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(10))));
        await worker.StartAsync();
        Assert.Equal(11, (await handle.WaitAsync().WaitAsync(TimeSpan.FromSeconds(30))).Length);
        await front.StopAsync();
        await worker.StopAsync();
    }

    /// <summary>Shows the first look of a worker no runs, as if their process were still alive then.</summary>
    private sealed class AliveAtTheStart(IWorkflowStore inner) : DelegatingStore(inner)
    {
        private int _looks;

        protected override async ValueTask<T> AroundAsync<T>(Call call, string? runId, Func<ValueTask<T>> inner) =>
            call == Call.List && ++_looks <= 3 ? (T)(object)new RunPage([], null) : await inner();
    }

    [Fact]
    public async Task What_is_missing_or_wrong_is_said_at_the_start()
    {
        using var storeless = Build(w => w.AddWorkflow<GreetingWorkflow>());
        Assert.Contains("UseSqlite", (await Assert.ThrowsAsync<InvalidOperationException>(() => storeless.StartAsync())).Message);

        using var serviceless = Build(w => w.AddWorkflow<GreetingWorkflow>().UseInMemory(), static _ => { });
        var unmade = (await Assert.ThrowsAsync<InvalidOperationException>(() => serviceless.StartAsync())).Message;
        Assert.Contains("Greeter", unmade);
        Assert.Contains("The workflow 'greeting v1'", unmade);

        var services = new ServiceCollection();
        Assert.Contains("registered twice", Assert.Throws<InvalidOperationException>(() => services.AddWorkflowGen(w => w.AddWorkflow<GreetingWorkflow>().AddWorkflow<GreetingWorkflow>())).Message);
        Assert.Contains("A store is configured already", Assert.Throws<InvalidOperationException>(() => services.AddWorkflowGen(w => w.UseInMemory().UseInMemory())).Message);

        using var wrong = Build(w => w.UseInMemory().Configure(o => o.MaxConcurrentRuns = 0));
        Assert.Contains("MaxConcurrentRuns must be at least 1, but is 0", (await Assert.ThrowsAsync<InvalidOperationException>(() => wrong.StartAsync())).Message);
    }

    [Fact]
    public async Task Several_parts_of_an_application_share_one_engine()
    {
        var services = new ServiceCollection();
        services.AddWorkflowGen(w => w.AddWorkflow<CountingWorkflow>().UseInMemory());
        services.AddWorkflowGen(w => w.AddWorkflow<GreetingWorkflow>());
        services.AddScoped<Greeter>();
        await using var provider = services.BuildServiceProvider();
        Assert.Single(provider.GetServices<IHostedService>());
        var engine = provider.GetRequiredService<WorkflowEngine>();
        await engine.StartAsync();
        await (await provider.GetRequiredService<CountingWorkflowClient>().StartAsync("r1", 3)).WaitAsync();
        await (await provider.GetRequiredService<GreetingWorkflowClient>().StartAsync("r2", "Ada")).WaitAsync();
        var operators = provider.GetRequiredService<WorkflowAdministration>();
        Assert.Equal(2, (await operators.CountAsync())[RunStatus.Completed]);
        Assert.Equal(2, await operators.DeleteEndedAsync(DateTimeOffset.UtcNow.AddDays(1)));
        Assert.Empty(await operators.CountAsync());
    }
}
