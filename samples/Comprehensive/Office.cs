using WorkflowGen;

namespace Comprehensive;

/// <summary>Stands for the services around the workflows, and tells on the console what happens.</summary>
[AllowNondeterminism("only for the eye: nothing that a step returns depends on it")]
public sealed class Office(TextWriter console)
{
    private readonly Lock _gate = new();

    public T Note<T>(StepContext step, T result, string? more = null)
    {
        var element = step.Element is { } e ? $"[{e}]" : "";
        var round = step.Round > 1 ? $" (round {step.Round})" : "";
        lock (_gate)
            console.WriteLine($"  {step.StepName + element + round,-24}  {result}{(more is null ? "" : ", " + more)}");
        return result;
    }

    public async Task TakeAMomentAsync(StepContext step)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(5), step.CancellationToken);
        Note(step, "done");
    }

    public Payout Transfer(StepContext step, decimal amount)
    {
        Note(step, $"attempt {step.Attempt}");
        return amount < 500 ? new Payout(amount) : throw new InvalidOperationException("the bank does not answer");
    }
}
