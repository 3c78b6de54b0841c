using WorkflowGen;

namespace Comprehensive;

/// <summary>Stands for the services around the workflows, and tells on the console what happens.</summary>
[AllowNondeterminism("only for the eye: nothing that a step returns depends on it")]
public sealed class Office(TextWriter console, TimeProvider time)
{
    private readonly Lock _gate = new();

    public T Note<T>(StepContext step, T result, string what)
    {
        var name = step.StepName + (step.Element is { } e ? $"[{e}]" : "");
        var round = step.Round > 1 ? $" (round {step.Round})" : "";
        lock (_gate)
            console.WriteLine($"  {name + round,-22}  {what}");
        return result;
    }

    public async Task TakeAMomentAsync(StepContext step, string what)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(5), time, step.CancellationToken);
        Note(step, 0, what);
    }

    public Payout Transfer(StepContext step, decimal amount)
    {
        if (amount < 500)
            return Note(step, new Payout(amount), $"attempt {step.Attempt}, with key '{step.IdempotencyKey}'");
        Note(step, 0, $"attempt {step.Attempt} fails");
        throw new IOException("the bank does not answer");
    }
}
