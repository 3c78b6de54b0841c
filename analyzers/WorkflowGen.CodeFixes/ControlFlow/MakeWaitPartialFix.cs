using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using WorkflowGen.CodeFixes.Repairs;
using WorkflowGen.Roslyn;

namespace WorkflowGen.CodeFixes.ControlFlow;

/// <summary>Lets the generator write the body of a signal, delay or child. One that has a body is made a step instead, so that nothing is lost.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class MakeWaitPartialFix() : TriedFix(RuleIds.InvalidSignal, RuleIds.InvalidDelay, RuleIds.InvalidChild)
{
    private protected override IEnumerable<Repair> RepairsOf(Fault fault)
    {
        if (fault.Method is not { } method || method.Modifiers.Any(SyntaxKind.PartialKeyword))
            yield break;
        if (method is { Body: null, ExpressionBody: null })
            yield return new($"Make '{method.Identifier.ValueText}' partial", (method, Modifiers.AddLast(method, SyntaxKind.PartialKeyword)));
        else if (fault.Attribute is { } kind && method.Contains(kind))
            yield return new($"Make '{method.Identifier.ValueText}' a [Step]", (kind, Attributes.Parse("Step").WithTriviaFrom(kind)));
    }
}
