using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using WorkflowGen.Analyzers.Findings;

namespace WorkflowGen.Analyzers.Structure;

/// <summary>Reports what is wrong with the class, its contract and the forms of its members.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StructureAnalyzer() : FindingAnalyzer(
        StructureRules.NotPartial,
        StructureRules.ContainingTypeNotPartial,
        StructureRules.AbstractWorkflow,
        StructureRules.StaticWorkflow,
        StructureRules.GenericWorkflow,
        StructureRules.RunMethodMissing,
        StructureRules.RunMethodForm,
        StructureRules.NoSteps,
        StructureRules.InvalidWorkflowName,
        StructureRules.InvalidVersion,
        StructureRules.StepForm,
        StructureRules.StepReturnType,
        StructureRules.AttributeNeedsStep,
        StructureRules.AmbiguousConstructor,
        StructureRules.NotSupportedYet,
        StructureRules.InvalidJsonContext,
        StructureRules.FileLocalWorkflow);
