using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using WorkflowGen.Analyzers.Findings;

namespace WorkflowGen.Analyzers.Handoffs;

/// <summary>Reports parameters whose value comes from nowhere, from several places, or may be missing.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HandoffAnalyzer() : FindingAnalyzer(
        HandoffRules.NoProducer,
        HandoffRules.AmbiguousHandoff,
        HandoffRules.UntypedHandoff,
        HandoffRules.PossiblyMissing,
        HandoffRules.ResultPossiblyMissing,
        HandoffRules.UnknownSource,
        HandoffRules.SourceTypeMismatch,
        HandoffRules.UnusedInput,
        HandoffRules.UnhandledCase,
        HandoffRules.AlternativesNotExclusive,
        HandoffRules.AlternativesNotExhaustive,
        HandoffRules.InvalidPrevious,
        HandoffRules.InvalidEach,
        HandoffRules.InvalidJoin,
        HandoffRules.InvalidCompensation,
        HandoffRules.OpenFamily);
