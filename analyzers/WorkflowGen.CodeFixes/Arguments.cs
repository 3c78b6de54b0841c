using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace WorkflowGen.CodeFixes;

/// <summary>Reads and edits the arguments of attributes.</summary>
internal static class Arguments
{
    public static IEnumerable<AttributeArgumentSyntax> Of(AttributeSyntax attribute) => attribute.ArgumentList?.Arguments ?? Enumerable.Empty<AttributeArgumentSyntax>();

    public static AttributeArgumentSyntax? Named(AttributeSyntax attribute, string name) => Of(attribute).FirstOrDefault(a => NameOf(a) == name);

    /// <summary>The name before it, by <c>=</c> or <c>:</c>.</summary>
    public static string? NameOf(AttributeArgumentSyntax argument) => (argument.NameEquals?.Name ?? argument.NameColon?.Name)?.Identifier.ValueText;

    /// <summary>The member that it names: <c>"Charge"</c>, <c>nameof(Charge)</c> or <c>nameof(OrderWorkflow.Charge)</c>.</summary>
    public static string? Text(AttributeArgumentSyntax argument) => argument.Expression switch
    {
        LiteralExpressionSyntax literal when literal.IsKind(SyntaxKind.StringLiteralExpression) => literal.Token.ValueText,
        InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" }, ArgumentList.Arguments: { Count: 1 } names } => names[0].Expression.GetLastToken().ValueText,
        _ => null,
    };

    /// <summary>The attribute without one of its arguments, and without parentheses where none is left.</summary>
    public static AttributeSyntax Without(AttributeSyntax attribute, AttributeArgumentSyntax argument)
    {
        var list = attribute.ArgumentList!;
        var rest = list.Arguments.Remove(argument);
        return rest.Count > 0
            ? attribute.WithArgumentList(list.WithArguments(rest))
            : attribute.WithArgumentList(null).WithTrailingTrivia(list.GetTrailingTrivia());
    }

    /// <summary>The attribute with a value for a property, which may have had another one.</summary>
    public static AttributeSyntax With(AttributeSyntax attribute, string name, string value)
    {
        var expression = SyntaxFactory.ParseExpression(value);
        if (Named(attribute, name) is { } given)
            return attribute.ReplaceNode(given, given.WithExpression(expression.WithTriviaFrom(given.Expression)));
        return Adding(attribute, Attributes.Parse($"A({name} = {value})").ArgumentList!.Arguments[0]);
    }

    /// <summary>The attribute with one more argument at the end.</summary>
    public static AttributeSyntax Adding(AttributeSyntax attribute, AttributeArgumentSyntax argument)
    {
        if (attribute.ArgumentList is not { } list)
            return attribute.WithoutTrailingTrivia().WithArgumentList(SyntaxFactory.AttributeArgumentList(SyntaxFactory.SingletonSeparatedList(argument))).WithTrailingTrivia(attribute.GetTrailingTrivia());
        return attribute.WithArgumentList(list.WithArguments(Spaced(list.Arguments.Add(argument))));
    }

    /// <summary>With a space after every comma that has nothing after it.</summary>
    public static SeparatedSyntaxList<T> Spaced<T>(SeparatedSyntaxList<T> list)
        where T : SyntaxNode
    {
        for (var i = 0; i < list.SeparatorCount; i++)
        {
            var separator = list.GetSeparator(i);
            if (!separator.HasTrailingTrivia)
                list = list.ReplaceSeparator(separator, separator.WithTrailingTrivia(SyntaxFactory.Space));
        }
        return list;
    }
}
