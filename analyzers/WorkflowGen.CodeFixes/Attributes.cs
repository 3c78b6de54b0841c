using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace WorkflowGen.CodeFixes;

/// <summary>Adds and removes attributes the way that people write them: on a line of their own, or in the list that is there.</summary>
internal static class Attributes
{
    /// <summary>Adds to the last list of a method that has attributes, else on a line before it.</summary>
    /// <param name="text">The attribute without brackets: <c>Idempotency(Idempotency.Safe)</c>.</param>
    public static MethodDeclarationSyntax Add(MethodDeclarationSyntax method, string text)
    {
        if (method.AttributeLists.Count == 0)
            return (MethodDeclarationSyntax)AddLine(method, text);
        var list = method.AttributeLists.Last();
        return method.ReplaceNode(list, list.AddAttributes(Parse(text)).NormalizeSeparators(list));
    }

    /// <summary>Adds a list on a line of its own before a member.</summary>
    public static MemberDeclarationSyntax AddLine(MemberDeclarationSyntax member, string text)
    {
        var leading = member.GetLeadingTrivia();
        var indentation = leading.LastOrDefault(t => t.IsKind(SyntaxKind.WhitespaceTrivia));
        var list = SyntaxFactory.AttributeList(SyntaxFactory.SingletonSeparatedList(Parse(text)))
            .WithLeadingTrivia(leading)
            .WithTrailingTrivia(SyntaxFactory.ElasticEndOfLine(EndOfLineOf(member)));
        var rest = member.WithLeadingTrivia(indentation.IsKind(SyntaxKind.WhitespaceTrivia) ? SyntaxFactory.TriviaList(indentation) : default);
        return rest.WithAttributeLists(rest.AttributeLists.Insert(0, list));
    }

    /// <summary>Removes an attribute, and its list where it was alone in it.</summary>
    public static SyntaxNode Remove(SyntaxNode owner, AttributeSyntax attribute)
    {
        var list = (AttributeListSyntax)attribute.Parent!;
        if (list.Attributes.Count > 1)
            return owner.ReplaceNode(list, list.WithAttributes(list.Attributes.Remove(attribute)));

        // What stands before the list is before what follows it then: indentation, and comments, which may be about the member.
        var next = list.GetLastToken().GetNextToken();
        var before = list.GetFirstToken().GetPreviousToken();
        var isLastOnLine = list.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia);
        var isFirstOnLine = list.GetFirstToken() == owner.GetFirstToken() || before.TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia);
        var marked = owner.ReplaceNode(list, list.WithAdditionalAnnotations(Removed));
        if (isFirstOnLine || !isLastOnLine)
            marked = ReplaceAfter(marked, token => token.WithLeadingTrivia(next.LeadingTrivia.All(IsBlank) ? list.GetLeadingTrivia() : list.GetLeadingTrivia().AddRange(next.LeadingTrivia)));
        else
            marked = ReplaceBefore(marked, token => token.WithTrailingTrivia(list.GetTrailingTrivia()));
        return marked.RemoveNode(marked.GetAnnotatedNodes(Removed).First(), SyntaxRemoveOptions.KeepUnbalancedDirectives)!;
    }

    private static readonly SyntaxAnnotation Removed = new("removed");

    private static SyntaxNode ReplaceAfter(SyntaxNode owner, Func<SyntaxToken, SyntaxToken> change)
    {
        var token = owner.GetAnnotatedNodes(Removed).First().GetLastToken().GetNextToken();
        return token.IsKind(SyntaxKind.None) ? owner : owner.ReplaceToken(token, change(token));
    }

    private static SyntaxNode ReplaceBefore(SyntaxNode owner, Func<SyntaxToken, SyntaxToken> change)
    {
        var token = owner.GetAnnotatedNodes(Removed).First().GetFirstToken().GetPreviousToken();
        return token.IsKind(SyntaxKind.None) ? owner : owner.ReplaceToken(token, change(token));
    }

    private static bool IsBlank(SyntaxTrivia trivia) => trivia.IsKind(SyntaxKind.WhitespaceTrivia) || trivia.IsKind(SyntaxKind.EndOfLineTrivia);

    public static AttributeSyntax Parse(string text) =>
        SyntaxFactory.ParseCompilationUnit($"[{text}] class C;").DescendantNodes().OfType<AttributeSyntax>().First();

    private static string EndOfLineOf(SyntaxNode node) =>
        node.SyntaxTree.GetText().ToString().Contains("\r\n") ? "\r\n" : "\n";

    private static AttributeListSyntax NormalizeSeparators(this AttributeListSyntax list, AttributeListSyntax before)
    {
        var attributes = list.Attributes;
        var last = attributes.GetSeparators().Last();
        return list.ReplaceToken(last, last.WithTrailingTrivia(SyntaxFactory.Space)).WithTriviaFrom(before);
    }
}
