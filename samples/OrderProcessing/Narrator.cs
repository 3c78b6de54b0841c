using WorkflowGen;

namespace OrderProcessing;

/// <summary>Tells on the console what happens when, so that steps side by side can be seen.</summary>
public sealed class Narrator(TextWriter console)
{
    private readonly Lock _gate = new();

    [AllowNondeterminism("only for the eye: nothing that a step returns depends on it")]
    public void Say(StepContext step, string what)
    {
        lock (_gate)
            console.WriteLine($"  {step.RunId}  {(step.Element is { } line ? $"{step.StepName}[{line}]" : step.StepName),-17}  {what}");
    }
}
