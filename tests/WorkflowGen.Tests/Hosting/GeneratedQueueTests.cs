using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using WorkflowGen.Hosting;
using WorkflowGen.Storage;

namespace WorkflowGen.Tests.Hosting;

/// <summary>Is told who did what where, by all workers of a test.</summary>
public interface IPlaces
{
    void Add(string what);
}

public sealed class PlacesSeen : IPlaces
{
    private readonly ConcurrentQueue<string> _seen = new();

    public IReadOnlyList<string> All => [.. _seen];

    public void Add(string what) => _seen.Enqueue(what);
}

public sealed record WorkerName(string Name);

[Workflow("film"), Queue("studio")]
public sealed partial class FilmWorkflow(IPlaces places, WorkerName worker)
{
    public partial ValueTask<int> RunAsync(int frames, CancellationToken cancellationToken = default);

    [Step]
    public IReadOnlyList<int> Split(int frames)
    {
        places.Add($"Split on {worker.Name}");
        return [.. Enumerable.Range(0, frames)];
    }

    [Step, Queue("gpu"), Retry(3, "1ms"), Idempotency(Idempotency.Safe), CompensateWith(nameof(Discard))]
    public int Render([From(nameof(Split)), Each(MaxParallel = 2)] int frame, StepContext step)
    {
        places.Add($"Render[{frame}] on {worker.Name}, attempt {step.Attempt}");
        return frame == 1 && step.Attempt == 1 ? throw new InvalidOperationException("flickers") : frame * 10;
    }

    public void Discard(int frame) => places.Add($"Discard[{frame}] on {worker.Name}");

    [Step, Loop(While = nameof(IsRough), Max = 3)]
    public int Cut([From(nameof(Render))] IReadOnlyList<int> rendered, StepContext step)
    {
        places.Add($"Cut on {worker.Name}, round {step.Round}");
        return rendered.Sum() + step.Round;
    }

    private static bool IsRough([From(nameof(Cut))] int cut) => cut % 2 != 0;

    [Step, Queue("gpu"), Output]
    public int Grade([From(nameof(Cut))] int cut)
    {
        places.Add($"Grade on {worker.Name}");
        return cut < 0 ? throw new InvalidOperationException("too dark") : cut;
    }

    [Step, Finally]
    public void Sweep() => places.Add($"Sweep on {worker.Name}");
}

public sealed class GeneratedQueueTests
{
    private readonly InMemoryWorkflowStore _store = new();
    private readonly PlacesSeen _places = new();

    private ServiceProvider Worker(string name, params string[] queues)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IPlaces>(_places).AddSingleton(new WorkerName(name));
        services.AddWorkflowGen(w => w.AddWorkflow<FilmWorkflow>().UseStore(_ => new DelegatingStore(_store)).Configure(o => (o.Queues, o.PollInterval) = (queues.Length == 0 ? null : queues, TimeSpan.FromMilliseconds(5))));
        return services.BuildServiceProvider();
    }

    [Fact]
    public async Task Elements_retries_loops_and_the_end_are_each_where_they_belong()
    {
        await using var studio = Worker("studio", "studio");
        await using var gpu = Worker("gpu", "gpu");
        await studio.GetRequiredService<WorkflowEngine>().StartAsync();
        await gpu.GetRequiredService<WorkflowEngine>().StartAsync();

        var run = await studio.GetRequiredService<FilmWorkflowClient>().StartAsync("r1", 3);
        Assert.Equal(32, await run.WaitAsync());

        var seen = _places.All;
        Assert.Equal("Split on studio", seen[0]);
        Assert.Equal(["Render[0] on gpu, attempt 1", "Render[1] on gpu, attempt 1", "Render[1] on gpu, attempt 2", "Render[2] on gpu, attempt 1"], seen.Skip(1).Take(4).Order(StringComparer.Ordinal));
        Assert.Equal(["Cut on studio, round 1", "Cut on studio, round 2", "Grade on gpu", "Sweep on gpu"], seen.Skip(5));
    }

    [Fact]
    public async Task Options_at_the_start_say_where_it_waits_and_the_class_does_otherwise()
    {
        await using var nobody = Worker("nobody", "nothing");
        var client = nobody.GetRequiredService<FilmWorkflowClient>();

        await client.StartAsync("r1", 1, new StartOptions { Queue = "gpu", Priority = -5, Tenant = "acme" });
        await client.StartAsync("r2", 1, cancellationToken: TestContext.Current.CancellationToken);

        var first = (await _store.GetAsync("r1", default))!;
        Assert.Equal(("gpu", -5, "acme"), (first.Queue, first.Priority, first.Tenant));
        Assert.Equal("studio", (await _store.GetAsync("r2", default))!.Queue);
        await Assert.ThrowsAsync<ArgumentException>(async () => await client.StartAsync("r3", 1, new StartOptions { Priority = 1001 }));
    }
}
