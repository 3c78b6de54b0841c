using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using WorkflowGen.Analyzers.Findings;

namespace WorkflowGen.Analyzers.Schedules;

/// <summary>Reports schedules that cannot be read, never come, or do not fit their workflow.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ScheduleAnalyzer() : FindingAnalyzer(
        ScheduleRules.Unparsable,
        ScheduleRules.NeverDue,
        ScheduleRules.WithoutProgress,
        ScheduleRules.StepTooLarge,
        ScheduleRules.UnknownTimeZone,
        ScheduleRules.Inputs,
        ScheduleRules.InvalidName,
        ScheduleRules.InvalidGrace);
