using WorkflowGen.Testing;

namespace WorkflowGen.Scenarios.Tests;

/// <summary>The world around the workflows. What is done in it is counted by the key of the step that does it.</summary>
[AllowNondeterminism("stands for the world")]
public sealed class World(Effects effects)
{
    /// <summary>Steps that fail, by name, and how many of their attempts do.</summary>
    public Dictionary<string, int> Fails { get; } = [];

    public async Task DoAsync(StepContext step)
    {
        await Task.Yield();
        Do(step);
    }

    public async Task<T> GiveAsync<T>(StepContext step, T value)
    {
        await DoAsync(step);
        return value;
    }

    public void Do(StepContext step)
    {
        if (Fails.GetValueOrDefault(step.StepName) is var times && (step.Attempt <= times || times < 0))
            throw new InvalidOperationException($"{step.StepName} fails");
        effects.Count(step.StepName, step.IdempotencyKey);
    }
}

public sealed record Order(int Amount);

public sealed record Flight(int Number);

public sealed record Hotel(int Room);

public sealed record Car(int Seats);

public sealed record Receipt(string Text);

public sealed record Approval(string By);

public sealed record Click(int Number);
