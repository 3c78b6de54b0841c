using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WorkflowGen.Roslyn;

namespace WorkflowGen.CodeFixes.Structure;

/// <summary>Writes the declaration of RunAsync that the steps call for.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class DeclareRunMethodFix() : WorkflowFix(RuleIds.RunMethodMissing)
{
    private protected override Task OfferAsync(CodeFixContext context, Diagnostic diagnostic, SyntaxNode root, SyntaxNode node)
    {
        if (Enclosing<TypeDeclarationSyntax>(node) is not { } type || type.OpenBraceToken.IsMissing || type.OpenBraceToken.IsKind(SyntaxKind.None)
            || Choices(diagnostic) is not [var declaration] || SyntaxFactory.ParseMemberDeclaration(declaration) is not MethodDeclarationSyntax parsed)
        {
            return Task.CompletedTask;
        }

        var token = parsed.ParameterList.Parameters.Last().Type!;
        var member = parsed.ReplaceNodes([parsed.ReturnType, token], (old, _) =>
            Shortened((old == token ? "System.Threading." : "System.Threading.Tasks.") + old.ToString()).WithTriviaFrom(old));
        var text = type.SyntaxTree.GetText();
        var line = text.Lines.GetLineFromPosition(type.Keyword.SpanStart);
        var indentation = text.ToString(line.Span).TakeWhile(char.IsWhiteSpace).Count() + 4;
        var end = text.ToString().Contains("\r\n") ? "\r\n" : "\n";
        var spaced = member
            .WithLeadingTrivia(SyntaxFactory.Whitespace(new string(' ', indentation)))
            .WithTrailingTrivia(type.Members.Count > 0
                ? SyntaxFactory.TriviaList(SyntaxFactory.EndOfLine(end), SyntaxFactory.EndOfLine(end))
                : SyntaxFactory.TriviaList(SyntaxFactory.EndOfLine(end)));
        OfferReplacement(context, diagnostic, root, "Declare RunAsync", type, type.WithMembers(type.Members.Insert(0, spaced)));
        return Task.CompletedTask;
    }
}
