using Microsoft.Extensions.Logging;

namespace WorkflowGen.Tests.Hosting;

public sealed record Greeting(string Text, int Length);

/// <summary>A service with a scope: one for each run.</summary>
public sealed class Greeter : IDisposable
{
    public static int Living;

    public Greeter() => Interlocked.Increment(ref Living);

    public Func<string, string> Word { get; init; } = static name => $"Hello, {name}!";

    public ValueTask<string> GreetAsync(string name) => new(Word(name));

    public void Dispose() => Interlocked.Decrement(ref Living);
}

[Workflow("greeting")]
public sealed partial class GreetingWorkflow(Greeter greeter)
{
    public partial ValueTask<Greeting> RunAsync(string name, CancellationToken cancellationToken = default);

    [Step, Retry(2), Idempotency(Idempotency.Safe)]
    private async Task<string> Greet([From("name")] string name, StepContext step)
    {
        step.Logger.LogInformation("greeting");
        return await greeter.GreetAsync(name);
    }

    [Step]
    private Greeting Measure([From(nameof(Greet))] string text) => new(text, text.Length);
}

[Workflow("counting")]
public sealed partial class CountingWorkflow
{
    public partial ValueTask RunAsync(int from, CancellationToken cancellationToken = default);

    [Step]
    private void Count(int from)
    {
    }
}
