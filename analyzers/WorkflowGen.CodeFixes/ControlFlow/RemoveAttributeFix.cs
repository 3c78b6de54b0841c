using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WorkflowGen.CodeFixes.Repairs;
using WorkflowGen.Roslyn;

namespace WorkflowGen.CodeFixes.ControlFlow;

/// <summary>Removes an attribute that contradicts the rest of its step, or says nothing: the one that is complained about, or the one that it contradicts.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class RemoveAttributeFix() : TriedFix(
        RuleIds.InvalidOutput,
        RuleIds.RetryAtMostOnce,
        RuleIds.TimeoutWithoutBound,
        RuleIds.InvalidPrevious,
        RuleIds.InvalidEach,
        RuleIds.InvalidJoin,
        RuleIds.InvalidCompensation,
        RuleIds.InvalidLoop,
        RuleIds.JoinNeverFires,
        RuleIds.InvalidCatch,
        RuleIds.InvalidFinally,
        RuleIds.InvalidEnd,
        RuleIds.InvalidSignal,
        RuleIds.InvalidDelay,
        RuleIds.InvalidChild,
        RuleIds.InvalidCancelOn,
        RuleIds.InvalidOnly,
        RuleIds.InvalidExclusive,
        RuleIds.InvalidHeartbeat,
        RuleIds.InvalidLimit,
        RuleIds.InvalidQueue,
        RuleIds.PureWithPolicy)
{
    private static readonly string[] Kinds = ["Step", "Signal", "HumanTask", "Delay", "Child"];

    private protected override IEnumerable<Repair> RepairsOf(Fault fault)
    {
        var candidates = new[] { fault.Attribute }.OfType<AttributeSyntax>()
            .Concat(ListsAround(fault).SelectMany(l => l.Attributes).Where(a => ContradictedIn(fault.Finding.RuleId).Contains(NameOf(a))))
            .Distinct();
        foreach (var attribute in candidates)
        {
            if (attribute.Parent?.Parent is { } owner && !LosesItsKind(owner, attribute))
                yield return new($"Remove [{NameOf(attribute)}]", (owner, Attributes.Remove(owner, attribute)));
        }
    }

    private static IEnumerable<AttributeListSyntax> ListsAround(Fault fault) =>
        (fault.Parameter?.AttributeLists ?? default).Concat(fault.Method?.AttributeLists ?? default);

    private static string[] ContradictedIn(string rule) => rule switch
    {
        RuleIds.InvalidPrevious => ["Previous", "Each", "FirstOf", "AnyOf"],
        RuleIds.InvalidEach => ["FirstOf", "AnyOf"],
        RuleIds.InvalidJoin => ["From"],
        RuleIds.InvalidCatch => ["Catch", "Finally"],
        RuleIds.InvalidFinally => ["End", "Loop", "CompensateWith", "Only", "After", "Finally"],
        RuleIds.InvalidEnd => ["Loop", "End"],
        RuleIds.PureWithPolicy => ["Pure"],
        RuleIds.InvalidSignal or RuleIds.InvalidDelay or RuleIds.InvalidChild => Kinds,
        _ => [],
    };

    // A partial method of no kind would be one without a body.
    private static bool LosesItsKind(SyntaxNode owner, AttributeSyntax attribute)
    {
        if (owner is not MethodDeclarationSyntax method || !Kinds.Contains(NameOf(attribute)))
            return false;
        var left = method.AttributeLists.SelectMany(l => l.Attributes).Where(a => a != attribute).Select(NameOf).Where(Kinds.Contains).ToList();
        return method.Modifiers.Any(SyntaxKind.PartialKeyword) ? left.TrueForAll(k => k == "Step") : left.Count == 0;
    }

    private static string NameOf(AttributeSyntax attribute)
    {
        var name = (attribute.Name is QualifiedNameSyntax qualified ? qualified.Right : attribute.Name) is SimpleNameSyntax simple ? simple.Identifier.ValueText : attribute.Name.ToString();
        return name.EndsWith("Attribute", StringComparison.Ordinal) ? name.Substring(0, name.Length - "Attribute".Length) : name;
    }
}
