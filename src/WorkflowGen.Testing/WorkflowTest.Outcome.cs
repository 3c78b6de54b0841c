using System.Text;
using WorkflowGen.Journal;
using WorkflowGen.Storage;

namespace WorkflowGen.Testing;

// What CrashEverywhere asks of a test.
public sealed partial class WorkflowTest
{
    /// <summary>From here on the caller is the scenario, outside of all processes, and the faults are injected where their calls come.</summary>
    internal StoreTraffic Disturb(CrashFaults faults)
    {
        ThrowIfStarted();
        _traffic = new StoreTraffic { Faults = faults, IsFromOutside = true };
        return _traffic;
    }

    internal ScenarioOutcome Outcome() => new(Runs.ToDictionary(static r => r.RunId, Result, StringComparer.Ordinal), Effects.Snapshot());

    internal string FullStory(StoreTraffic traffic)
    {
        var effects = Effects.All;
        return Story() + (effects.Count == 0 ? "" : $"effects: {string.Join(", ", effects)}{Environment.NewLine}") + (traffic.Injected is { } injected ? $"fault at: {injected}{(traffic.InjectedThen is { } then ? $"; {then}" : "")}{Environment.NewLine}" : "");
    }

    private RunResult Result(RunHead head)
    {
        var interrupted = head.Status == RunStatus.Parked && head.Reason?.Contains("must not run twice", StringComparison.Ordinal) == true;
        if (Process.Engine.DefinitionOf(head) is not { } definition)
            return new RunResult(head.Workflow, head.Status, "", "", interrupted);
        var outcome = RunOutcomeReader.Read(Now(Store.LoadAsync(head.RunId, CancellationToken.None))!, definition);
        var failures = outcome.Failures.Select(static f => $"{f.Step}: {f.ErrorType}: {f.Message}").Order(StringComparer.Ordinal);
        return new RunResult(head.Workflow, head.Status, Encoding.UTF8.GetString(outcome.Result.Span), string.Join("; ", failures), interrupted);
    }
}
