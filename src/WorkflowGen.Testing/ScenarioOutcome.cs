using WorkflowGen.Storage;

namespace WorkflowGen.Testing;

/// <summary>How a run came out: what must not depend on crashes.</summary>
/// <param name="Result">The result as JSON; empty: none.</param>
/// <param name="Failures">Step, exception and message of each, sorted.</param>
/// <param name="IsInterrupted">Whether it was parked because a step that must not run twice was interrupted.</param>
internal sealed record RunResult(string Workflow, RunStatus Status, string Result, string Failures, bool IsInterrupted)
{
    public override string ToString() => $"{Status}{(Result.Length == 0 ? "" : $" with {Result}")}{(Failures.Length == 0 ? "" : $" by {Failures}")}";
}

/// <summary>How a scenario came out.</summary>
internal sealed record ScenarioOutcome(IReadOnlyDictionary<string, RunResult> Runs, IReadOnlyDictionary<(string Name, string Key), (int Times, bool AtMostOnce)> Effects);

internal static class ScenarioComparison
{
    /// <summary>What is not as it was undisturbed; null: nothing.</summary>
    public static string? Difference(ScenarioOutcome expected, ScenarioOutcome actual, CrashReport report)
    {
        // A run whose at-most-once step was interrupted is for an operator, by design, and so is who waits for it.
        var interrupted = actual.Runs.Count(static r => r.Value.IsInterrupted);
        report.Parked += interrupted > 0 ? 1 : 0;
        foreach (var ((name, key), (times, atMostOnce)) in actual.Effects)
        {
            if (atMostOnce && times > 1)
                return $"the effect '{Shown(name, key)}' happened {times} times; it is at most once.";
            if (!expected.Effects.ContainsKey((name, key)))
                return $"the effect '{Shown(name, key)}' happened, which does not undisturbed.";
        }
        if (interrupted > 0)
            return null;

        foreach (var (id, run) in expected.Runs)
        {
            if (!actual.Runs.TryGetValue(id, out var other))
                return $"there is no run '{id}'; undisturbed it is {run}.";
            if (run != other)
                return $"the run '{id}' is {other}; undisturbed it is {run}.";
        }
        foreach (var id in actual.Runs.Keys)
        {
            if (!expected.Runs.ContainsKey(id))
                return $"there is a run '{id}', which there is not undisturbed.";
        }
        foreach (var ((name, key), _) in expected.Effects)
        {
            if (!actual.Effects.ContainsKey((name, key)))
                return $"the effect '{Shown(name, key)}' did not happen.";
        }
        return null;
    }

    private static string Shown(string name, string key) => new Effect(name, key).ToString();
}
