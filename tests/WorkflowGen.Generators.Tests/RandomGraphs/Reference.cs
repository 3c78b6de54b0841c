namespace WorkflowGen.Generators.Tests.RandomGraphs;

/// <summary>What a run must come to: the simplest interpreter there could be, one step after the other.</summary>
/// <param name="Values">By step: its value, or null where it was skipped or never got to run.</param>
/// <param name="Ran">The steps that run.</param>
/// <param name="Failing">The steps that fail; any of them may be the first.</param>
internal sealed record Reference(int?[] Values, HashSet<int> Ran, HashSet<int> Failing)
{
    public int? Result => Values[^1];

    public static Reference Of(RandomWorkflow workflow, int n)
    {
        var values = new int?[workflow.Steps.Count];
        var reached = new bool[workflow.Steps.Count];
        HashSet<int> ran = [], failing = [];
        foreach (var step in workflow.Steps)
        {
            // Behind a failure nothing starts.
            if (step.Sources.Any(i => !reached[i] || failing.Contains(i)))
                continue;
            reached[step.Index] = true;
            if (step.Sources.Any(i => values[i] is null && !step.Optional.Contains(i)))
                continue;
            if (step.Guard is { } divisor && (step.GuardSource is { } source ? values[source] ?? 0 : n) % divisor != 0)
                continue;

            ran.Add(step.Index);
            if (step.Fails is { } remainder && n % 6 == remainder)
                failing.Add(step.Index);
            else
                values[step.Index] = RandomStep.Mix(step.Index, [n, .. step.Sources.Select(i => values[i])]);
        }
        return new(values, ran, failing);
    }
}
