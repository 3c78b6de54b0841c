using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;
using WorkflowGen.Roslyn;

namespace WorkflowGen.CodeFixes.Determinism;

/// <summary>Passes the invariant culture, an ordinal comparison, or takes the invariant casing.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class InvariantCultureFix : CodeFixProvider
{
    private const string ReplacementProperty = "Replacement";
    private const string Invariant = "global::System.Globalization.CultureInfo.InvariantCulture";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.AmbientCulture);

    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (var diagnostic in context.Diagnostics)
        {
            if (root is not null && diagnostic.Properties.TryGetValue(ReplacementProperty, out var kind) && kind is not null
                && root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) is { } node && Rewrite(node, kind) is var (before, after, title))
            {
                context.RegisterCodeFix(
                    CodeAction.Create(title, _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(before, after))), equivalenceKey: kind), diagnostic);
            }
        }
    }

    private static (SyntaxNode Before, SyntaxNode After, string Title)? Rewrite(SyntaxNode node, string kind)
    {
        var call = node.FirstAncestorOrSelf<InvocationExpressionSyntax>(i => i.Expression.Span.Contains(node.Span));
        return kind switch
        {
            "InvariantArgument" when call is not null && !HasNull(call) => (call, call.AddArgumentListArguments(Argument(Invariant)), "Pass CultureInfo.InvariantCulture"),
            "InvariantArgumentFirst" when call is not null && !HasNull(call) =>
                (call, call.WithArgumentList(call.ArgumentList.WithArguments(call.ArgumentList.Arguments.Insert(0, Argument(Invariant)))).WithAdditionalAnnotations(Microsoft.CodeAnalysis.Formatting.Formatter.Annotation), "Pass CultureInfo.InvariantCulture"),
            "OrdinalComparison" when call is not null => (call, call.AddArgumentListArguments(Argument("global::System.StringComparison.Ordinal")), "Pass StringComparison.Ordinal"),
            "InvariantCasing" when call?.Expression is MemberAccessExpressionSyntax access && call.ArgumentList.Arguments.Count < 2 =>
                (access.Name, SyntaxFactory.IdentifierName(access.Name.Identifier.ValueText + "Invariant").WithTriviaFrom(access.Name), $"Use {access.Name.Identifier.ValueText}Invariant"),
            "InvariantInterpolation" when node.FirstAncestorOrSelf<InterpolatedStringExpressionSyntax>() is { } text =>
                (text, Annotated(SyntaxFactory.ParseExpression($"string.Create({Invariant}, {text.WithoutTrivia()})")).WithTriviaFrom(text), "Format with CultureInfo.InvariantCulture"),
            _ => null,
        };
    }

    // A provider that was given as null is replaced by hand: the argument may be named.
    private static bool HasNull(InvocationExpressionSyntax call) => call.ArgumentList.Arguments.Any(a => a.Expression.IsKind(SyntaxKind.NullLiteralExpression));

    private static ArgumentSyntax Argument(string expression) => SyntaxFactory.Argument(Annotated(SyntaxFactory.ParseExpression(expression)));

    private static ExpressionSyntax Annotated(ExpressionSyntax expression) =>
        expression.ReplaceNodes(
                expression.DescendantNodesAndSelf().OfType<MemberAccessExpressionSyntax>(),
                (_, rewritten) => rewritten.WithAdditionalAnnotations(Simplifier.Annotation, Simplifier.AddImportsAnnotation))
            .WithAdditionalAnnotations(Microsoft.CodeAnalysis.Formatting.Formatter.Annotation);
}
