using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using WorkflowGen.CodeFixes.Repairs;
using WorkflowGen.Roslyn;

namespace WorkflowGen.CodeFixes.ControlFlow;

/// <summary>Says whose failure a step takes, or lets a step run at the very end as what it depends on does.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class HandleFailureFix() : TriedFix(RuleIds.InvalidCatch, RuleIds.InvalidFinally)
{
    private protected override int MostOffers => 4;

    private protected override IEnumerable<Repair> RepairsOf(Fault fault)
    {
        if (fault.DeclarationOf(fault.Step) is not { } method)
            yield break;
        if (fault.Finding.RuleId == RuleIds.InvalidCatch && fault.Finding.Anchor.Attribute is null)
        {
            // The nearest one above is the most likely.
            foreach (var caught in Enumerable.Range(0, fault.Step).Reverse().Concat(Enumerable.Range(fault.Step + 1, fault.Model.Steps.Count - fault.Step - 1)).Take(8))
                yield return new($"Catch the failure of '{fault.Model.Steps[caught].Name}'", (method, Attributes.Add(method, $"Catch(nameof({fault.Model.Steps[caught].Name}))")));
        }
        if (!fault.Model.Steps[fault.Step].IsFinally)
            yield return new($"Mark '{fault.Model.Steps[fault.Step].Name}' as [Finally]", (method, Attributes.Add(method, "Finally")));
    }
}
