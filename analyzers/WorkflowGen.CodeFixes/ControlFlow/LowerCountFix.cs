using System.Composition;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WorkflowGen.CodeFixes.Repairs;
using WorkflowGen.Roslyn;

namespace WorkflowGen.CodeFixes.ControlFlow;

/// <summary>Lets an [AnyOf] wait for as many results as there can be.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class LowerCountFix() : TriedFix(RuleIds.JoinNeverFires, RuleIds.InvalidJoin)
{
    private protected override int MostOffers => 1;

    private protected override IEnumerable<Repair> RepairsOf(Fault fault)
    {
        if (fault.Attribute is not { } attribute)
            yield break;
        var count = Arguments.Of(attribute).FirstOrDefault(a => a.NameColon?.Name.Identifier.ValueText == "count" || (a is { NameColon: null, NameEquals: null } && Arguments.Text(a) is null));
        var steps = Arguments.Of(attribute).Count(a => Arguments.NameOf(a) is null && Arguments.Text(a) is not null);
        if (count is null || fault.Finding.Anchor.Attribute != "AnyOf")
            yield break;
        for (var enough = steps; enough > 0; enough--)
        {
            var text = enough.ToString(CultureInfo.InvariantCulture);
            yield return new(enough == 1 ? "Wait for 1 result" : $"Wait for {text} results", (count.Expression, SyntaxFactory.ParseExpression(text).WithTriviaFrom(count.Expression)));
        }
    }
}
