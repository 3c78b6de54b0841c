using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using WorkflowGen.Roslyn.Model;
using WorkflowGen.Roslyn.Parsing;

namespace WorkflowGen.Analyzers.Findings;

/// <summary>Finds the place in the source that an anchor stands for.</summary>
internal static class AnchorLocator
{
    public static Location Locate(WorkflowSymbols symbols, Anchor anchor, CancellationToken cancellationToken)
    {
        var symbol = SymbolOf(symbols, anchor);
        if (anchor.Attribute is { } name && AttributeLocation(symbol, name, anchor, cancellationToken) is { } location)
            return location;
        if (anchor.Kind is AnchorKind.RunResult or AnchorKind.StepResult && symbol is IMethodSymbol method && ReturnType(method, cancellationToken) is { } returned)
            return returned;
        return symbol.Locations.FirstOrDefault(l => l.IsInSource) ?? symbols.Type.Locations.FirstOrDefault(l => l.IsInSource) ?? Location.None;
    }

    public static Location? ReturnType(IMethodSymbol method, CancellationToken cancellationToken) =>
        method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is MethodDeclarationSyntax declaration
            ? declaration.ReturnType.GetLocation()
            : null;

    public static Location? ParameterType(IParameterSymbol parameter, CancellationToken cancellationToken) =>
        parameter.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is ParameterSyntax { Type: { } type } ? type.GetLocation() : null;

    private static ISymbol SymbolOf(WorkflowSymbols symbols, Anchor anchor)
    {
        ISymbol owner = anchor.Kind switch
        {
            AnchorKind.Run or AnchorKind.RunResult => symbols.Run ?? (ISymbol)symbols.Type,
            AnchorKind.Step or AnchorKind.StepResult => symbols.Steps[anchor.Index],
            AnchorKind.Guard => symbols.Guards[anchor.Index],
            AnchorKind.Member => symbols.Members[anchor.Index],
            _ => symbols.Type,
        };
        if (anchor.Parameter < 0)
            return owner;
        return anchor.Kind == AnchorKind.Run ? symbols.Inputs[anchor.Parameter] : ((IMethodSymbol)owner).Parameters[anchor.Parameter];
    }

    private static Location? AttributeLocation(ISymbol symbol, string name, Anchor anchor, CancellationToken cancellationToken)
    {
        Location? whole = null;
        var occurrence = 0;
        foreach (var attribute in symbol.GetAttributes())
        {
            if (KnownTypes.LanguageAttribute(attribute) != name || (++occurrence != anchor.Occurrence && anchor.Occurrence > 0)
                || attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken) is not AttributeSyntax syntax)
                continue;
            if (anchor.Argument is { } argument && Find(attribute, syntax, argument) is { } found)
                return anchor.Within is { } place ? Within(found, place) : found.GetLocation();
            whole ??= syntax.GetLocation();
        }
        return whole;
    }

    // Where the source shows the string as it is, without escapes, a part of it has a place of its own. What is missing at its end is missing where it closes.
    private static Location Within(ExpressionSyntax expression, (int Start, int Length) place)
    {
        if (expression is LiteralExpressionSyntax { Token: var token } && token.IsKind(SyntaxKind.StringLiteralToken) | token.IsKind(SyntaxKind.SingleLineRawStringLiteralToken)
            && token.Text.IndexOf(token.ValueText, StringComparison.Ordinal) is > 0 and var offset && token.ValueText.Length > 0)
        {
            return Location.Create(expression.SyntaxTree, new TextSpan(token.SpanStart + offset + place.Start, Math.Max(1, place.Length)));
        }
        return expression.GetLocation();
    }

    private static ExpressionSyntax? Find(AttributeData attribute, AttributeSyntax syntax, string argument)
    {
        if (syntax.ArgumentList is not { Arguments: var arguments })
            return null;
        foreach (var candidate in arguments)
        {
            var given = candidate.NameEquals?.Name.Identifier.ValueText ?? candidate.NameColon?.Name.Identifier.ValueText;
            if (given == argument)
                return candidate.Expression;
        }
        if (attribute.AttributeConstructor is { } constructor)
        {
            for (var i = 0; i < constructor.Parameters.Length && i < arguments.Count; i++)
            {
                if (constructor.Parameters[i].Name == argument && arguments[i] is { NameEquals: null, NameColon: null })
                    return arguments[i].Expression;
            }
        }
        return arguments.Select(a => a.Expression).FirstOrDefault(e => Says(e, argument));
    }

    // "Charge", nameof(Charge) or nameof(OrderWorkflow.Charge)
    private static bool Says(ExpressionSyntax expression, string value) => expression switch
    {
        LiteralExpressionSyntax literal => literal.Token.ValueText == value,
        InvocationExpressionSyntax { ArgumentList.Arguments: { Count: 1 } arguments } => arguments[0].Expression.GetLastToken().ValueText == value,
        _ => false,
    };
}
