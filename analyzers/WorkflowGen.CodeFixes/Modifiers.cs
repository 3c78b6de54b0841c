using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace WorkflowGen.CodeFixes;

/// <summary>Adds and removes modifiers, keeping comments and indentation where they were.</summary>
internal static class Modifiers
{
    /// <summary>Adds a modifier after the others.</summary>
    public static T AddLast<T>(T member, SyntaxKind modifier)
        where T : MemberDeclarationSyntax
    {
        var token = SyntaxFactory.Token(modifier).WithTrailingTrivia(SyntaxFactory.Space);
        if (member.Modifiers.Count > 0)
            return (T)member.WithModifiers(member.Modifiers.Add(token));
        var first = FirstTokenAfterAttributes(member);
        var cleared = member.ReplaceToken(first, first.WithLeadingTrivia());
        return (T)cleared.WithModifiers(SyntaxFactory.TokenList(token.WithLeadingTrivia(first.LeadingTrivia)));
    }

    public static T Remove<T>(T member, Func<SyntaxToken, bool> which)
        where T : MemberDeclarationSyntax
    {
        var modifiers = member.Modifiers;
        var leading = modifiers.Count > 0 ? modifiers[0].LeadingTrivia : default;
        var kept = modifiers.Where(m => !which(m)).ToList();
        if (kept.Count == modifiers.Count)
            return member;
        if (kept.Count > 0)
        {
            kept[0] = kept[0].WithLeadingTrivia(leading);
            return (T)member.WithModifiers(SyntaxFactory.TokenList(kept));
        }
        var bare = (T)member.WithModifiers(default);
        var first = FirstTokenAfterAttributes(bare);
        return bare.ReplaceToken(first, first.WithLeadingTrivia(leading));
    }

    private static SyntaxToken FirstTokenAfterAttributes(MemberDeclarationSyntax member) =>
        member.AttributeLists.Count == 0 ? member.GetFirstToken() : member.AttributeLists.Last().GetLastToken().GetNextToken();
}
