using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WorkflowGen.CodeFixes.Repairs;
using WorkflowGen.Roslyn;

namespace WorkflowGen.CodeFixes.Handoffs;

/// <summary>Says what the value of the round before is in the first round, or which of several it is.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class PreviousValueFix() : TriedFix(RuleIds.InvalidPrevious)
{
    private protected override IEnumerable<Repair> RepairsOf(Fault fault)
    {
        if (fault.Parameter is not { Type: { } type } parameter)
            yield break;
        var name = parameter.Identifier.ValueText;
        if (type is not NullableTypeSyntax)
            yield return new($"Make '{name}' nullable", (type, Takers.Nullable(type)));
        if (parameter.Default is null && DefaultOf(type) is { } value)
        {
            var given = SyntaxFactory.EqualsValueClause(SyntaxFactory.ParseExpression(value))
                .WithEqualsToken(SyntaxFactory.Token(SyntaxKind.EqualsToken).WithLeadingTrivia(SyntaxFactory.Space).WithTrailingTrivia(SyntaxFactory.Space));
            yield return new($"Begin with '{value}'", (parameter, parameter.WithDefault(given)));
        }
        foreach (var step in fault.Graph.Loops.SelectMany(l => l.Region).Distinct().Select(i => fault.Model.Steps[i].Name))
        {
            if (fault.Attribute is { Parent: AttributeListSyntax list } && !parameter.AttributeLists.SelectMany(l => l.Attributes).Any(a => a.Name.GetLastToken().ValueText == "From"))
                yield return new($"Take '{name}' from '{step}'", (list, list.WithAttributes(Arguments.Spaced(list.Attributes.Add(Attributes.Parse($"From(nameof({step}))"))))));
        }
    }

    private static string? DefaultOf(TypeSyntax type) => type is not PredefinedTypeSyntax predefined ? null : predefined.Keyword.Kind() switch
    {
        SyntaxKind.BoolKeyword => "false",
        SyntaxKind.IntKeyword or SyntaxKind.LongKeyword or SyntaxKind.ShortKeyword or SyntaxKind.ByteKeyword or SyntaxKind.UIntKeyword or SyntaxKind.ULongKeyword
            or SyntaxKind.DecimalKeyword or SyntaxKind.DoubleKeyword or SyntaxKind.FloatKeyword => "0",
        SyntaxKind.StringKeyword => "\"\"",
        _ => null,
    };
}
