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

/// <summary>Writes <c>step.UtcNow</c>, <c>step.NewGuid()</c> or <c>step.Random</c>, and adds the parameter to a step that has none.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class StepContextFix : CodeFixProvider
{
    private const string ReplacementProperty = "Replacement";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.AmbientClock, RuleIds.AmbientRandomness);

    // Step by step, not use by use: merging the texts of several fixes of one step would lose some, since each of them adds the parameter.
    public override FixAllProvider GetFixAllProvider() => FixAllProvider.Create(static async (context, document, diagnostics) =>
    {
        var root = await document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        var replacements = diagnostics.Select(diagnostic => Replacement.Of(root, diagnostic)).OfType<Replacement>()
            .Where(r => r.Kind == context.CodeActionEquivalenceKey)
            .ToImmutableArray();
        return await ReplaceAsync(document, replacements, context.CancellationToken).ConfigureAwait(false);
    });

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (var diagnostic in context.Diagnostics)
        {
            if (Replacement.Of(root, diagnostic) is { } replacement)
            {
                context.RegisterCodeFix(
                    CodeAction.Create(
                        $"Use step.{replacement.Member}",
                        cancellation => ReplaceAsync(context.Document, ImmutableArray.Create(replacement), cancellation),
                        equivalenceKey: replacement.Kind),
                    diagnostic);
            }
        }
    }

    private sealed record Replacement(MethodDeclarationSyntax Step, ExpressionSyntax Use, string Member, string Kind)
    {
        public static Replacement? Of(SyntaxNode? root, Diagnostic diagnostic) =>
            root is not null && diagnostic.Properties.TryGetValue(ReplacementProperty, out var kind) && kind is not null
            && root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) is { } node
            && StepContextFix.Use(node) is { } use && StepOf(use) is { } step && StepContextFix.Member(kind) is { } member
                ? new(step, use, member, kind)
                : null;
    }

    private static string? Member(string replacement) => replacement switch
    {
        "UtcNow" => "UtcNow",
        "UtcDateTime" => "UtcNow.UtcDateTime",
        "UtcDate" => "UtcNow.UtcDateTime.Date",
        "NewGuid" => "NewGuid()",
        "Random" => "Random",
        _ => null,
    };

    // The whole expression: DateTime.UtcNow, Guid.NewGuid(), new Random(). A method group has no counterpart.
    private static ExpressionSyntax? Use(SyntaxNode node)
    {
        var expression = node as ExpressionSyntax;
        while (expression?.Parent is MemberAccessExpressionSyntax access && access.Name == expression)
        {
            expression = access;
        }

        if (expression is TypeSyntax && expression.Parent is ObjectCreationExpressionSyntax made)
        {
            expression = made;
        }

        return expression switch
        {
            { Parent: InvocationExpressionSyntax call } when call.Expression == expression => call,
            ObjectCreationExpressionSyntax or ImplicitObjectCreationExpressionSyntax => expression,
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: "NewGuid" or "CreateVersion7" or "GetUtcNow" or "GetLocalNow" } => null,
            MemberAccessExpressionSyntax or IdentifierNameSyntax => expression,
            _ => null,
        };
    }

    // A static lambda or local function cannot see the step's parameters, and the halves of a partial method change together.
    private static MethodDeclarationSyntax? StepOf(SyntaxNode use)
    {
        var isCutOff = use.Ancestors().TakeWhile(n => n is not MemberDeclarationSyntax).Any(n =>
            n is AnonymousFunctionExpressionSyntax lambda && lambda.Modifiers.Any(SyntaxKind.StaticKeyword)
            || n is LocalFunctionStatementSyntax local && local.Modifiers.Any(SyntaxKind.StaticKeyword));
        return isCutOff || use.FirstAncestorOrSelf<MemberDeclarationSyntax>() is not MethodDeclarationSyntax method || method.Modifiers.Any(SyntaxKind.PartialKeyword) ? null : method;
    }

    private static async Task<Document> ReplaceAsync(Document document, ImmutableArray<Replacement> replacements, CancellationToken cancellation)
    {
        var root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        var model = await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false);
        if (root is null || model is null)
        {
            return document;
        }

        var changed = replacements.GroupBy(r => r.Step).ToDictionary(step => step.Key, step => Replaced(step.Key, step.ToImmutableArray(), model, cancellation));
        return document.WithSyntaxRoot(root.ReplaceNodes(changed.Keys, (step, _) => changed[step]));
    }

    private static MethodDeclarationSyntax Replaced(MethodDeclarationSyntax step, ImmutableArray<Replacement> replacements, SemanticModel model, CancellationToken cancellation)
    {
        var existing = step.ParameterList.Parameters.FirstOrDefault(p => p.Type is not null && IsStepContext(model, p.Type, cancellation));
        var name = existing?.Identifier.Text ?? FreeName(step, model);
        var members = replacements.GroupBy(r => r.Use).ToDictionary(use => use.Key, use => use.First().Member);
        var changed = step.ReplaceNodes(members.Keys, (use, _) => SyntaxFactory.ParseExpression($"{name}.{members[use]}").WithTriviaFrom(use));
        return existing is null ? changed.WithParameterList(WithContext(changed.ParameterList, step.ParameterList, model, name, cancellation)) : changed;
    }

    private static ParameterListSyntax WithContext(ParameterListSyntax list, ParameterListSyntax bound, SemanticModel model, string name, CancellationToken cancellation)
    {
        var parameter = SyntaxFactory.Parameter(SyntaxFactory.Identifier(name))
            .WithType(SyntaxFactory.ParseTypeName("global::WorkflowGen.StepContext").WithAdditionalAnnotations(Simplifier.Annotation, Simplifier.AddImportsAnnotation).WithTrailingTrivia(SyntaxFactory.Space));

        // Before the token, and before anything that may be left out: a parameter that must be given cannot follow one that need not.
        var at = 0;
        while (at < bound.Parameters.Count && bound.Parameters[at] is { Default: null } other && !IsToken(model, other.Type, cancellation) && !other.Modifiers.Any(SyntaxKind.ParamsKeyword))
        {
            at++;
        }

        var parameters = list.Parameters.ToList();
        var commas = list.Parameters.GetSeparators().ToList();
        if (at < parameters.Count)
        {
            // One parameter a line stays so: the one that is moved on keeps its indentation.
            var next = parameters[at];
            var comma = SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(
                next.HasLeadingTrivia ? commas.FirstOrDefault().TrailingTrivia : SyntaxFactory.TriviaList(SyntaxFactory.Space));
            parameters.Insert(at, parameter.WithLeadingTrivia(next.GetLeadingTrivia()));
            commas.Insert(at, comma);
        }
        else
        {
            parameters.Add(parameter);
            if (parameters.Count > 1)
            {
                commas.Add(SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space));
            }
        }

        return list.WithParameters(SyntaxFactory.SeparatedList(parameters, commas));
    }

    private static bool IsStepContext(SemanticModel model, TypeSyntax type, CancellationToken cancellation) =>
        model.GetTypeInfo(type, cancellation).Type is { Name: "StepContext", ContainingNamespace: { Name: "WorkflowGen", ContainingNamespace.IsGlobalNamespace: true } };

    private static bool IsToken(SemanticModel model, TypeSyntax? type, CancellationToken cancellation) =>
        type is not null && model.GetTypeInfo(type, cancellation).Type is { Name: "CancellationToken" };

    // Not a name that the step, or anything it can see, already has.
    private static string FreeName(MethodDeclarationSyntax step, SemanticModel model)
    {
        var taken = step.DescendantTokens().Where(t => t.IsKind(SyntaxKind.IdentifierToken)).Select(t => t.ValueText).ToImmutableHashSet();
        var visible = model.LookupSymbols(step.Body?.SpanStart ?? step.SpanStart).Where(s => s is IFieldSymbol or IPropertySymbol or IMethodSymbol or IParameterSymbol).Select(s => s.Name).ToImmutableHashSet();
        foreach (var name in new[] { "step", "stepContext", "context" })
        {
            if (!taken.Contains(name) && !visible.Contains(name))
            {
                return name;
            }
        }

        var number = 2;
        while (taken.Contains($"step{number}") || visible.Contains($"step{number}"))
        {
            number++;
        }

        return $"step{number}";
    }
}
