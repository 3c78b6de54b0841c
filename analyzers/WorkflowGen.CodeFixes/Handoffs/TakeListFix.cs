using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WorkflowGen.CodeFixes.Repairs;
using WorkflowGen.Roslyn;

namespace WorkflowGen.CodeFixes.Handoffs;

/// <summary>Takes the list that is handed over: the results of an [AnyOf], or those that an [Each] has so far.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class TakeListFix() : TriedFix(RuleIds.InvalidJoin, RuleIds.InvalidEach)
{
    private protected override IEnumerable<Repair> RepairsOf(Fault fault)
    {
        if (fault.Finding.RuleId == RuleIds.InvalidJoin && fault.Finding.Anchor is { Attribute: "AnyOf", Argument: null } && fault.Parameter is { Type: { } item } parameter)
        {
            yield return new($"Make '{parameter.Identifier.ValueText}' a list", (item, ListOf(item.WithoutTrivia()).WithTriviaFrom(item)));

            // Some other collection, and that of its elements.
            if (Last(item) is GenericNameSyntax { TypeArgumentList.Arguments: { Count: 1 } elements })
                yield return new($"Make '{parameter.Identifier.ValueText}' a list", (item, ListOf(elements[0].WithoutTrivia()).WithTriviaFrom(item)));
            if (item is ArrayTypeSyntax array)
                yield return new($"Make '{parameter.Identifier.ValueText}' a list", (item, ListOf(array.ElementType.WithoutTrivia()).WithTriviaFrom(item)));
        }
        if (fault.Finding.Anchor is { Argument: "Until" } && fault.Step >= 0 && fault.Inspection.Symbols.Results[fault.Step] is { } result
            && fault.Declaration<MethodDeclarationSyntax>(fault.Inspection.Symbols.Guards.FirstOrDefault(g => g.Name == fault.Finding.Arguments[0])) is { } guard)
        {
            var results = SyntaxFactory.Parameter(SyntaxFactory.Identifier("results")).WithType(ListOf(Types.Written(result)).WithTrailingTrivia(SyntaxFactory.Space));
            var parameters = Arguments.Spaced(guard.ParameterList.Parameters.Insert(0, results));
            yield return new($"Let '{guard.Identifier.ValueText}' take the results so far", (guard.ParameterList, guard.ParameterList.WithParameters(parameters)));
        }
    }

    private static TypeSyntax ListOf(TypeSyntax item)
    {
        var list = (QualifiedNameSyntax)Shortened("System.Collections.Generic.IReadOnlyList<int>");
        return list.WithRight(((GenericNameSyntax)list.Right).WithTypeArgumentList(SyntaxFactory.TypeArgumentList(SyntaxFactory.SingletonSeparatedList(item))));
    }

    private static TypeSyntax Last(TypeSyntax type) => type is QualifiedNameSyntax qualified ? qualified.Right : type;
}
