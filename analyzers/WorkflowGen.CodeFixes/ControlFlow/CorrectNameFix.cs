using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WorkflowGen.CodeFixes.Repairs;
using WorkflowGen.Roslyn;
using WorkflowGen.Roslyn.Graph;
using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.CodeFixes.ControlFlow;

/// <summary>Corrects the name of a step, signal, guard or compensation: to one that is spelt nearly so, or to one that stands where it has to.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class CorrectNameFix() : TriedFix(
        RuleIds.UnknownSource,
        RuleIds.InvalidPrevious,
        RuleIds.InvalidEach,
        RuleIds.InvalidCompensation,
        RuleIds.GuardNotFound,
        RuleIds.InvalidAfter,
        RuleIds.InvalidLoop,
        RuleIds.InvalidCatch,
        RuleIds.InvalidCancelOn,
        RuleIds.InvalidOnly,
        RuleIds.InvalidExclusive)
{
    private protected override int MostOffers => 5;

    private protected override IEnumerable<Repair> RepairsOf(Fault fault)
    {
        if (fault.Attribute is not { } attribute)
            yield break;
        var only = fault.Node.FirstAncestorOrSelf<AttributeArgumentSyntax>();
        foreach (var argument in Arguments.Of(attribute))
        {
            // What [Exclusive] names first is not a member.
            if ((only is not null && argument != only) || Arguments.Text(argument) is not { } name || (fault.Finding.RuleId == RuleIds.InvalidExclusive && Arguments.NameOf(argument) != "Until"))
                continue;
            var isClassWide = attribute.Parent?.Parent is TypeDeclarationSyntax;
            foreach (var better in Nearness.Nearest(name, Known(fault)).Take(3).Concat(Fitting(fault, argument)).Where(n => n != name).Distinct())
            {
                // An input is a parameter of RunAsync and out of the reach of nameof, and so are members in an attribute of the class itself.
                var text = fault.Model.Inputs.Any(i => i.Name == better) && !fault.Model.Steps.Any(s => s.Name == better) ? SymbolDisplay.FormatLiteral(better, quote: true)
                    : isClassWide ? $"nameof({fault.Type.Name}.{better})"
                    : $"nameof({better})";
                yield return new($"Change to '{better}'", (argument.Expression, SyntaxFactory.ParseExpression(text).WithTriviaFrom(argument.Expression)));
            }
        }
    }

    private static IEnumerable<string> Known(Fault fault) =>
        fault.Model.Steps.Select(s => s.Name)
            .Concat(fault.Model.Inputs.Select(i => i.Name))
            .Concat(fault.Type.GetMembers().OfType<IMethodSymbol>().Where(m => m is { MethodKind: MethodKind.Ordinary, IsImplicitlyDeclared: false } && fault.Declaration<SyntaxNode>(m) is not null).Select(m => m.Name));

    // Which of those that are spelt quite differently can be meant, as far as the graph tells: the nearest first.
    private static IEnumerable<string> Fitting(Fault fault, AttributeArgumentSyntax argument)
    {
        var role = fault.Finding.RuleId switch
        {
            RuleIds.InvalidLoop when Arguments.NameOf(argument) == "To" => Before(fault),
            RuleIds.InvalidExclusive when Arguments.NameOf(argument) == "Until" => After(fault),
            RuleIds.InvalidCancelOn when fault.Finding.Anchor.Argument == "signal" => Signals(fault),
            RuleIds.InvalidEach when Arguments.NameOf(argument) == "CompleteOn" => Signals(fault),
            RuleIds.InvalidPrevious => fault.Graph.Loops.SelectMany(l => l.Region),
            _ => [],
        };
        return role.Select(i => fault.Model.Steps[i].Name);
    }

    private static IEnumerable<int> Before(Fault fault)
    {
        if (fault.Step < 0)
            return [];
        var ancestors = new Ancestors(fault.Graph.Nodes);
        return fault.Graph.TopologicalOrder.Reverse().Where(i => i != fault.Step && ancestors.Contains(fault.Step, i));
    }

    private static IEnumerable<int> After(Fault fault)
    {
        if (fault.Step < 0)
            return [];
        var ancestors = new Ancestors(fault.Graph.Nodes);
        return fault.Graph.TopologicalOrder.Where(i => i != fault.Step && ancestors.Contains(i, fault.Step));
    }

    private static IEnumerable<int> Signals(Fault fault) => Enumerable.Range(0, fault.Model.Steps.Count).Where(i => fault.Model.Steps[i].Kind == NodeKindModel.Signal);
}
