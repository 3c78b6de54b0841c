using Microsoft.CodeAnalysis;
using WorkflowGen.Roslyn;

namespace WorkflowGen.Analyzers.Policies;

/// <summary>The rules about retries, timeouts and idempotency.</summary>
internal static class PolicyRules
{
    public static readonly DiagnosticDescriptor InvalidDuration = Rule(
        RuleIds.InvalidDuration,
        "Durations are written as a number and a unit",
        "\"{1}\" on step '{0}' {2}");

    public static readonly DiagnosticDescriptor InvalidAttempts = Rule(
        RuleIds.InvalidAttempts,
        "Attempts count from 1",
        "Step '{0}' has {1} attempts: the first run counts, so there is at least 1");

    public static readonly DiagnosticDescriptor InvalidJitter = Rule(
        RuleIds.InvalidJitter,
        "Jitter is a part of the delay",
        "The jitter {1} of step '{0}' is not between 0 and 1");

    public static readonly DiagnosticDescriptor MaxBelowDelay = Rule(
        RuleIds.MaxBelowDelay,
        "Max is at least the delay",
        "The longest delay of step '{0}' is shorter than the first one");

    public static readonly DiagnosticDescriptor NotAnException = Rule(
        RuleIds.NotAnException,
        "On and Unless name exceptions",
        "'{1}' in {2} of step '{0}' is not an exception type");

    public static readonly DiagnosticDescriptor UnlessSwallowsOn = Rule(
        RuleIds.UnlessSwallowsOn,
        "Unless leaves something of On",
        "Step '{0}' never retries on '{2}': Unless names '{1}', which covers it");

    public static readonly DiagnosticDescriptor TimeoutWithoutBound = Rule(
        RuleIds.TimeoutWithoutBound,
        "[Timeout] has a bound",
        "The [Timeout] of step '{0}' has no bound: give one per attempt, as in [Timeout(\"10s\")], or a Total");

    public static readonly DiagnosticDescriptor TotalBelowAttempt = Rule(
        RuleIds.TotalBelowAttempt,
        "The total is at least one attempt",
        "The total timeout of step '{0}' is shorter than that of one attempt");

    public static readonly DiagnosticDescriptor RetryWithoutIdempotency = Rule(
        RuleIds.RetryWithoutIdempotency,
        "A retried step says what a repeat does",
        "Step '{0}' of '{1}' is retried but does not say what a repeat would do: add [Idempotency]",
        DiagnosticSeverity.Warning);

    public static readonly DiagnosticDescriptor RetryAtMostOnce = Rule(
        RuleIds.RetryAtMostOnce,
        "A step that runs at most once is not repeated",
        "Step '{0}' of '{1}' must not run twice, and {2}");

    public static readonly DiagnosticDescriptor KeyNeverUsed = Rule(
        RuleIds.KeyNeverUsed,
        "A keyed step takes its key",
        "Step '{0}' of '{1}' is Keyed but takes no StepContext, so the key never reaches the other side",
        DiagnosticSeverity.Warning);

    public static readonly DiagnosticDescriptor TransactionNeverUsed = Rule(
        RuleIds.TransactionNeverUsed,
        "A transactional step takes its transaction",
        "Step '{0}' of '{1}' is Transactional but takes no StepContext, so it cannot write through step.Transaction",
        DiagnosticSeverity.Warning);

    public static readonly DiagnosticDescriptor TimeoutWithoutToken = Rule(
        RuleIds.TimeoutWithoutToken,
        "A step with a timeout can be told to stop",
        "Step '{0}' of '{1}' has a timeout but takes no CancellationToken: it goes on after it has failed",
        DiagnosticSeverity.Warning);

    public static readonly DiagnosticDescriptor InvalidHeartbeat = Rule(
        RuleIds.InvalidHeartbeat,
        "A heartbeat can be given",
        "[Heartbeat] does not fit step '{0}': {1}");

    public static readonly DiagnosticDescriptor InvalidLimit = Rule(
        RuleIds.InvalidLimit,
        "A limit bounds something",
        "[Limit] does not fit step '{0}': {1}");

    public static readonly DiagnosticDescriptor PureWithPolicy = Rule(
        RuleIds.PureWithPolicy,
        "A pure step computes at once",
        "[Pure] does not fit step '{0}': {1}");

    public static readonly DiagnosticDescriptor UnknownEnumValue = Rule(
        RuleIds.UnknownEnumValue,
        "Choices are among those there are",
        "[{0}] of '{1}' says {2}, which is no value of {3}: write one of {4}");

    public static readonly DiagnosticDescriptor InvalidQueue = Rule(
        RuleIds.InvalidQueue,
        "A queue can be named",
        "[Queue] does not fit '{0}': {1}");

    private static DiagnosticDescriptor Rule(string id, string title, string message, DiagnosticSeverity severity = DiagnosticSeverity.Error) =>
        new(id, title, message, "WorkflowGen.Policies", severity, isEnabledByDefault: true, helpLinkUri: RuleIds.HelpLink(id));
}
