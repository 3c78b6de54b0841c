using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WorkflowGen.CodeFixes.Repairs;
using WorkflowGen.Roslyn;

namespace WorkflowGen.CodeFixes.Policies;

/// <summary>Gives a limit the bounds that another step gives it, or one at a time where nobody gives any.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class BoundLimitFix() : TriedFix(RuleIds.InvalidLimit)
{
    private protected override IEnumerable<Repair> RepairsOf(Fault fault)
    {
        if (fault.Attribute is not { ArgumentList: { } list } limit || fault.Step < 0 || fault.Model.Steps[fault.Step].Limit is not { } own)
            yield break;
        for (var i = 0; i < fault.Model.Steps.Count; i++)
        {
            var step = fault.Model.Steps[i];
            if (i == fault.Step || step.Limit?.Name != own.Name || fault.DeclarationOf(i) is not { } method)
                continue;
            var other = method.AttributeLists.SelectMany(l => l.Attributes).FirstOrDefault(a => a.Name.GetLastToken().ValueText == limit.Name.GetLastToken().ValueText);
            if (other?.ArgumentList is { } bounds)
                yield return new($"Take the bounds of '{step.Name}'", (limit, limit.WithArgumentList(list.WithArguments(bounds.Arguments))));
        }
        if (own is { Concurrency: 0, PerSecond: 0 } or { Concurrency: < 0 })
            yield return new("Set Concurrency to 1", (limit, Arguments.With(limit, "Concurrency", "1")));
    }
}
