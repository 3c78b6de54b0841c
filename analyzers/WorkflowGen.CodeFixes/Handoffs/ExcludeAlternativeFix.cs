using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WorkflowGen.CodeFixes.Repairs;
using WorkflowGen.Roslyn;

namespace WorkflowGen.CodeFixes.Handoffs;

/// <summary>Lets one of two alternatives run exactly where the other does not, or takes whichever comes first.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class ExcludeAlternativeFix() : TriedFix(RuleIds.AlternativesNotExclusive)
{
    private protected override IEnumerable<Repair> RepairsOf(Fault fault)
    {
        var alternatives = fault.Finding.Arguments.Skip(2).Take(2).Select(name => Enumerable.Range(0, fault.Model.Steps.Count).First(i => fault.Model.Steps[i].Name == name)).ToList();
        foreach (var (one, other) in new[] { (alternatives[0], alternatives[1]), (alternatives[1], alternatives[0]) })
        {
            if (fault.DeclarationOf(other) is not { } method)
                continue;
            foreach (var guard in fault.Model.Steps[one].Guards)
                yield return new($"Run '{fault.Model.Steps[other].Name}' unless '{guard}'", (method, Attributes.Add(method, $"Unless(nameof({guard}))")));
            foreach (var guard in fault.Model.Steps[one].Unless)
                yield return new($"Run '{fault.Model.Steps[other].Name}' when '{guard}'", (method, Attributes.Add(method, $"When(nameof({guard}))")));
        }
        if (fault.Attribute is { } from && fault.Parameter is not null)
            yield return new("Take whichever comes first", (from, from.WithName(SyntaxFactory.IdentifierName("FirstOf").WithTriviaFrom(from.Name))));
    }
}
