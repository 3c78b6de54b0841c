using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Parsing;

/// <summary>Reads the methods named in [When] and [Unless], in a loop's While and an [Each]'s Until: each once, in order of first mention.</summary>
internal static class GuardParser
{
    public static (EquatableArray<GuardModel> Models, ImmutableArray<IMethodSymbol> Symbols) Parse(ParseState state, IReadOnlyList<StepModel> steps)
    {
        var models = ImmutableArray.CreateBuilder<GuardModel>();
        var symbols = ImmutableArray.CreateBuilder<IMethodSymbol>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var step in steps)
        {
            foreach (var name in Named(step))
            {
                if (!seen.Add(name) || Find(state.Type, name) is not { } method)
                    continue;
                CheckForm(state, method, models.Count);
                var body = Body(method, state.CancellationToken);
                models.Add(new(name, method.IsStatic, ParameterParser.Parse(state, method, $"guard '{name}'", Anchor.Guard(models.Count)), Constant(body)) { NegationOf = NegationOf(method, body) });
                symbols.Add(method);
            }
        }
        return (new(models.ToImmutable()), symbols.ToImmutable());
    }

    public static IMethodSymbol? Find(INamedTypeSymbol type, string name)
    {
        for (var current = type; current is { SpecialType: SpecialType.None }; current = current.BaseType)
        {
            if (current.GetMembers(name).OfType<IMethodSymbol>().FirstOrDefault(m => m.MethodKind == MethodKind.Ordinary) is { } method)
                return method;
        }
        return null;
    }

    private static void CheckForm(ParseState state, IMethodSymbol method, int index)
    {
        if (Complaint(state.Type, method) is { } complaint && !state.NoteUnknown(method.ReturnType))
            state.Report(RuleIds.GuardForm, Anchor.Guard(index), method.Name, complaint);
        for (var i = 0; i < method.Parameters.Length; i++)
        {
            var parameter = method.Parameters[i];
            if (ParameterParser.KindOf(parameter.Type) != ParameterKind.Handoff)
                state.Report(RuleIds.GuardForm, Anchor.GuardParameter(index, i), method.Name, $"it takes a {parameter.Type.Name}, and a guard only computes from what was handed over");
            else if (parameter.RefKind != RefKind.None || parameter.IsParams)
                state.Report(RuleIds.GuardForm, Anchor.GuardParameter(index, i), method.Name, $"its parameter '{parameter.Name}' is not passed by value");
        }
    }

    private static string? Complaint(INamedTypeSymbol type, IMethodSymbol method)
    {
        if (method.ReturnType.SpecialType != SpecialType.System_Boolean)
            return $"it returns '{TypeDescriber.Display(method.ReturnType)}' instead of bool";
        if (method.RefKind != RefKind.None)
            return "it returns by reference";
        if (method.IsGenericMethod)
            return "it is generic";
        if (NodeKinds.Of(method) is not null)
            return "it is a step; let a guard take its result as a parameter";
        if (method.IsAsync)
            return "it is async";
        if (type.GetMembers(method.Name).OfType<IMethodSymbol>().Skip(1).Any())
            return "it has overloads, and the name alone does not say which is meant";
        if (method.DeclaredAccessibility == Microsoft.CodeAnalysis.Accessibility.Private && !SymbolEqualityComparer.Default.Equals(method.ContainingType, type))
            return $"it is private to '{method.ContainingType.Name}'";
        return null;
    }

    private static ExpressionSyntax? Body(IMethodSymbol method, CancellationToken cancellationToken)
    {
        if (method.DeclaringSyntaxReferences is not [var reference] || reference.GetSyntax(cancellationToken) is not MethodDeclarationSyntax declaration)
            return null;
        return declaration.ExpressionBody?.Expression
            ?? (declaration.Body?.Statements is [ReturnStatementSyntax { Expression: { } returned }] ? returned : null);
    }

    private static bool? Constant(ExpressionSyntax? body) => body?.Kind() switch
    {
        SyntaxKind.TrueLiteralExpression => true,
        SyntaxKind.FalseLiteralExpression => false,
        _ => null,
    };

    // !Other(a, b), with all of the guard's own parameters, in order: anything else may mean something else.
    private static string? NegationOf(IMethodSymbol method, ExpressionSyntax? body)
    {
        if (body is not PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression, Operand: InvocationExpressionSyntax call }
            || call.ArgumentList.Arguments.Count != method.Parameters.Length)
        {
            return null;
        }
        for (var i = 0; i < method.Parameters.Length; i++)
        {
            if (call.ArgumentList.Arguments[i] is not { NameColon: null, Expression: IdentifierNameSyntax argument } || argument.Identifier.ValueText != method.Parameters[i].Name)
                return null;
        }
        var name = call.Expression switch
        {
            IdentifierNameSyntax simple => simple.Identifier.ValueText,
            MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name: IdentifierNameSyntax member } => member.Identifier.ValueText,
            _ => null,
        };
        return name == method.Name ? null : name;
    }

    private static IEnumerable<string> Named(StepModel step)
    {
        foreach (var name in step.Guards)
            yield return name;
        foreach (var name in step.Unless)
            yield return name;
        if (step.Loop?.While is { } again)
            yield return again;
        foreach (var parameter in step.Parameters)
        {
            if (parameter.Each?.Until is { } until)
                yield return until;
        }
    }
}
