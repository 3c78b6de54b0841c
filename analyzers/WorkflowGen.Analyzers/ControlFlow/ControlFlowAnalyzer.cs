using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using WorkflowGen.Analyzers.Findings;

namespace WorkflowGen.Analyzers.ControlFlow;

/// <summary>Reports cycles, steps that never run, and results that are not one.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ControlFlowAnalyzer() : FindingAnalyzer(
        ControlFlowRules.Cycle,
        ControlFlowRules.Unreachable,
        ControlFlowRules.SeveralResults,
        ControlFlowRules.NoResult,
        ControlFlowRules.DuplicateStepName,
        ControlFlowRules.StepNameCase,
        ControlFlowRules.GuardNotFound,
        ControlFlowRules.GuardForm,
        ControlFlowRules.InvalidAfter,
        ControlFlowRules.InvalidOutput,
        ControlFlowRules.UnusedResult,
        ControlFlowRules.InvalidLoop,
        ControlFlowRules.EndlessLoop,
        ControlFlowRules.JoinNeverFires,
        ControlFlowRules.InvalidCatch,
        ControlFlowRules.InvalidFinally,
        ControlFlowRules.InvalidEnd,
        ControlFlowRules.InvalidSignal,
        ControlFlowRules.SignalUnused,
        ControlFlowRules.InvalidDelay,
        ControlFlowRules.InvalidChild,
        ControlFlowRules.InvalidCancelOn,
        ControlFlowRules.InvalidOnly,
        ControlFlowRules.InvalidExclusive,
        ControlFlowRules.WaitWithoutTimeout,
        ControlFlowRules.TooManyFacts,
        ControlFlowRules.LoopsWaitForEachOther);
