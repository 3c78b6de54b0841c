using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WorkflowGen.CodeFixes.Repairs;
using WorkflowGen.Roslyn;

namespace WorkflowGen.CodeFixes.ControlFlow;

/// <summary>Leaves out what an attribute says beside the purpose: a property, or one of several names.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class RemoveArgumentFix() : TriedFix(
        RuleIds.InvalidEach,
        RuleIds.InvalidJoin,
        RuleIds.InvalidAfter,
        RuleIds.InvalidLoop,
        RuleIds.InvalidFinally,
        RuleIds.InvalidCancelOn,
        RuleIds.InvalidOnly,
        RuleIds.InvalidExclusive,
        RuleIds.InvalidLimit)
{
    private protected override IEnumerable<Repair> RepairsOf(Fault fault)
    {
        if (fault.Attribute is not { } attribute)
            yield break;
        var only = fault.Node.FirstAncestorOrSelf<AttributeArgumentSyntax>();
        foreach (var argument in Arguments.Of(attribute))
        {
            if (only is not null && argument != only && !IsSameName(argument, only))
                continue;
            if (Arguments.NameOf(argument) is { } property)
                yield return new($"Remove '{property}'", (attribute, Arguments.Without(attribute, argument)));
            else if (Arguments.Text(argument) is { } name && NamesOf(fault, attribute).Count() > 1 && NamesOf(fault, attribute).Contains(argument))
                yield return new($"Remove '{name}'", (attribute, Arguments.Without(attribute, argument)));
        }
    }

    // Of two that say the same the second is one too many.
    private static bool IsSameName(AttributeArgumentSyntax one, AttributeArgumentSyntax other) =>
        Arguments.Text(one) is { } text && text == Arguments.Text(other) && Arguments.NameOf(one) is null;

    // The names of a list. The last one is left: an attribute with none may mean all of them.
    private static IEnumerable<AttributeArgumentSyntax> NamesOf(Fault fault, AttributeSyntax attribute) =>
        Arguments.Of(attribute).Where(a => Arguments.NameOf(a) is null && Arguments.Text(a) is not null).Skip(fault.Finding.RuleId == RuleIds.InvalidCancelOn ? 1 : 0);
}
