using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using WorkflowGen.CodeFixes.Repairs;
using WorkflowGen.Roslyn;

namespace WorkflowGen.CodeFixes.ControlFlow;

/// <summary>Says how long a delay takes, or leaves it to the body to say.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class StateDelayFix() : TriedFix(RuleIds.InvalidDelay)
{
    private const string Duration = "\"1h\"";

    private protected override IEnumerable<Repair> RepairsOf(Fault fault)
    {
        if (fault.Attribute is not { } delay || fault.Finding.Anchor.Attribute != "Delay")
            yield break;
        if (Arguments.Of(delay).FirstOrDefault() is { } duration)
            yield return new($"Remove {duration.Expression}", (delay, Arguments.Without(delay, duration)));
        else
            yield return new($"Wait for {Duration}", (delay, Arguments.Adding(delay.WithArgumentList(null), Attributes.Parse($"A({Duration})").ArgumentList!.Arguments[0])));
    }
}
