using System.Composition;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using WorkflowGen.CodeFixes.Repairs;
using WorkflowGen.Roslyn;

namespace WorkflowGen.CodeFixes.ControlFlow;

/// <summary>Gives a loop a largest number of rounds.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class BoundLoopFix() : TriedFix(RuleIds.EndlessLoop, RuleIds.InvalidLoop)
{
    private const int Rounds = 1000;

    private protected override IEnumerable<Repair> RepairsOf(Fault fault)
    {
        if (fault.Attribute is { } loop)
            yield return new($"Set Max to {Rounds.ToString(CultureInfo.InvariantCulture)}", (loop, Arguments.With(loop, "Max", Rounds.ToString(CultureInfo.InvariantCulture))));
    }
}
