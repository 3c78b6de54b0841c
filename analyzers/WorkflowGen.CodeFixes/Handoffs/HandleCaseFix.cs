using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;
using WorkflowGen.Roslyn;

namespace WorkflowGen.CodeFixes.Handoffs;

/// <summary>Adds a step for a case of a decision that nobody handles.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class HandleCaseFix() : WorkflowFix(RuleIds.UnhandledCase)
{
    private protected override async Task OfferAsync(CodeFixContext context, Diagnostic diagnostic, SyntaxNode root, SyntaxNode node)
    {
        if (Enclosing<MethodDeclarationSyntax>(node) is not { } method || Enclosing<TypeDeclarationSyntax>(method) is not { CloseBraceToken.IsMissing: false } type
            || await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is not { } model
            || model.GetDeclaredSymbol(method, context.CancellationToken) is not { } step)
        {
            return;
        }
        foreach (var missing in Choices(diagnostic))
        {
            if (Find(Handoff(step.ReturnType), missing) is not { } @case)
                continue;
            var name = Free(step.ContainingType, "Handle" + @case.Name);
            var parameter = char.ToLowerInvariant(@case.Name[0]) + @case.Name.Substring(1);
            if (SyntaxFacts.GetKeywordKind(parameter) != SyntaxKind.None)
                parameter = "@" + parameter;
            Offer(context, diagnostic, $"Add a step for '{@case.Name}'", _ => Task.FromResult(context.Document.WithSyntaxRoot(
                root.ReplaceNode(type, type.AddMembers(Step(type, name, @case, parameter)))).Project.Solution));
        }
    }

    private static MemberDeclarationSyntax Step(TypeDeclarationSyntax type, string name, INamedTypeSymbol @case, string parameter)
    {
        var text = type.SyntaxTree.GetText();
        var line = text.Lines.GetLineFromPosition(type.Keyword.SpanStart);
        var indentation = new string(' ', text.ToString(line.Span).TakeWhile(char.IsWhiteSpace).Count() + 4);
        var end = text.ToString().Contains("\r\n") ? "\r\n" : "\n";
        var declaration = $"{end}{indentation}[Step] void {name}(global::{@case.ToDisplayString()} {parameter}) => throw new global::System.NotImplementedException();{end}";
        var member = SyntaxFactory.ParseMemberDeclaration(declaration)!;
        return member.ReplaceNodes(member.DescendantNodes().OfType<TypeSyntax>().Where(t => t is QualifiedNameSyntax && t.Parent is not QualifiedNameSyntax), static (old, _) => old.WithAdditionalAnnotations(Simplifier.Annotation));
    }

    private static ITypeSymbol Handoff(ITypeSymbol returned) =>
        returned is INamedTypeSymbol { Name: "Task" or "ValueTask", TypeArguments: [var result] } ? result : returned;

    private static INamedTypeSymbol? Find(ITypeSymbol family, string name) => Below(family.ContainingAssembly.GlobalNamespace, family).FirstOrDefault(t => t.Name == name || t.ToDisplayString().EndsWith("." + name, StringComparison.Ordinal));

    private static IEnumerable<INamedTypeSymbol> Below(INamespaceOrTypeSymbol container, ITypeSymbol family)
    {
        foreach (var member in container.GetMembers().OfType<INamespaceOrTypeSymbol>())
        {
            if (member is INamedTypeSymbol { TypeKind: TypeKind.Class } type && IsBelow(type, family))
                yield return type;
            foreach (var inner in Below(member, family))
                yield return inner;
        }
    }

    private static bool IsBelow(INamedTypeSymbol type, ITypeSymbol family)
    {
        for (var current = type.BaseType; current is not null; current = current.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(current.OriginalDefinition, family.OriginalDefinition))
                return true;
        }
        return false;
    }

    private static string Free(INamedTypeSymbol type, string name)
    {
        var free = name;
        for (var i = 2; type.MemberNames.Contains(free); i++)
            free = name + i.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return free;
    }
}
