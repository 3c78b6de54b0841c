using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using WorkflowGen.CodeFixes.Repairs;
using WorkflowGen.Roslyn;

namespace WorkflowGen.CodeFixes.Handoffs;

/// <summary>Lets RunAsync return null where the step that makes the result may be skipped, or another one may end the run.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class MakeResultNullableFix() : TriedFix(RuleIds.ResultPossiblyMissing, RuleIds.InvalidEnd)
{
    private protected override IEnumerable<Repair> RepairsOf(Fault fault)
    {
        if (Takers.RunResult(fault) is { } result)
            yield return new($"Let RunAsync return '{result.WithoutTrivia()}?'", (result, Takers.Nullable(result)));
    }
}
