using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WorkflowGen.CodeFixes.Repairs;
using WorkflowGen.Roslyn;

namespace WorkflowGen.CodeFixes.ControlFlow;

/// <summary>Gives a wait a timeout, after which its value is null; whoever takes it learns to take null.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class EndWaitFix() : TriedFix(RuleIds.WaitWithoutTimeout)
{
    private const string Timeout = "\"1d\"";

    private protected override IEnumerable<Repair> RepairsOf(Fault fault)
    {
        if (fault.Method is not { } method || fault.Step < 0
            || method.AttributeLists.SelectMany(l => l.Attributes).FirstOrDefault(a => a.Name.GetLastToken().ValueText is "Signal" or "SignalAttribute" or "HumanTask" or "HumanTaskAttribute") is not { } attribute)
        {
            yield break;
        }

        var title = $"Wait for {Timeout} at most";
        var isStream = fault.Model.Steps[fault.Step].Signal is { IsStream: true };
        var ended = Arguments.With(attribute, "Timeout", Timeout);
        if (isStream || method.ReturnType is NullableTypeSyntax)
        {
            yield return new(title, (attribute, ended));
            yield break;
        }

        foreach (var repair in Takers.Nullable(fault, title, [(attribute, ended), (method.ReturnType, Takers.Nullable(method.ReturnType))]))
            yield return repair;
    }
}
