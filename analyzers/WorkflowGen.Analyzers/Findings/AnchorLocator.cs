using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WorkflowGen.Roslyn.Model;
using WorkflowGen.Roslyn.Parsing;

namespace WorkflowGen.Analyzers.Findings;

/// <summary>Finds the place in the source that an anchor stands for.</summary>
internal static class AnchorLocator
{
    public static Location Locate(WorkflowSymbols symbols, Anchor anchor, CancellationToken cancellationToken)
    {
        var symbol = SymbolOf(symbols, anchor);
        if (anchor.Attribute is { } name && AttributeLocation(symbol, name, anchor.Argument, cancellationToken) is { } location)
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

    private static Location? AttributeLocation(ISymbol symbol, string name, string? argument, CancellationToken cancellationToken)
    {
        Location? whole = null;
        foreach (var attribute in symbol.GetAttributes())
        {
            if (KnownTypes.LanguageAttribute(attribute) != name || attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken) is not AttributeSyntax syntax)
                continue;
            if (argument is not null && Find(attribute, syntax, argument) is { } found)
                return found.GetLocation();
            whole ??= syntax.GetLocation();
        }
        return whole;
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
