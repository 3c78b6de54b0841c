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
        ControlFlowRules.UnusedResult);
