using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using WorkflowGen.Analyzers.Findings;

namespace WorkflowGen.Analyzers.Policies;

/// <summary>Reports retries, timeouts and idempotency that contradict themselves or the step.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class PolicyAnalyzer() : FindingAnalyzer(
        PolicyRules.InvalidDuration,
        PolicyRules.InvalidAttempts,
        PolicyRules.InvalidJitter,
        PolicyRules.MaxBelowDelay,
        PolicyRules.NotAnException,
        PolicyRules.UnlessSwallowsOn,
        PolicyRules.TimeoutWithoutBound,
        PolicyRules.TotalBelowAttempt,
        PolicyRules.RetryWithoutIdempotency,
        PolicyRules.RetryAtMostOnce,
        PolicyRules.KeyNeverUsed,
        PolicyRules.TimeoutWithoutToken,
        PolicyRules.InvalidHeartbeat,
        PolicyRules.InvalidLimit,
        PolicyRules.PureWithPolicy,
        PolicyRules.UnknownEnumValue,
        PolicyRules.InvalidQueue,
        PolicyRules.TransactionNeverUsed);
