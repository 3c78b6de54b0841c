using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace WorkflowGen.Analyzers.Determinism.Calls;

/// <summary>How messages name members: <c>'OrderWorkflow.Validate' → 'Clock.Stamp' → 'DateTime.UtcNow'</c>.</summary>
internal static class ChainText
{
    public static string Of(IEnumerable<string> links) => string.Join(" → ", links.Select(link => $"'{link}'"));

    public static string Of(ISymbol member)
    {
        var symbol = member is IMethodSymbol { AssociatedSymbol: { } associated } ? associated : member;
        return symbol switch
        {
            IMethodSymbol { MethodKind: MethodKind.LocalFunction or MethodKind.AnonymousFunction } => symbol.Name,
            IMethodSymbol { MethodKind: MethodKind.Constructor } => $"new {TypeName(symbol.ContainingType)}()",
            IMethodSymbol { MethodKind: MethodKind.StaticConstructor } => $"static {TypeName(symbol.ContainingType)}()",
            IMethodSymbol { MethodKind: MethodKind.UserDefinedOperator or MethodKind.Conversion } => $"{TypeName(symbol.ContainingType)}.{Operator(symbol.Name)}",
            IPropertySymbol { IsIndexer: true } => $"{TypeName(symbol.ContainingType)}[]",
            _ when symbol.ContainingType is null => symbol.Name,
            _ => $"{TypeName(symbol.ContainingType)}.{Simple(symbol.Name)}",
        };
    }

    public static string TypeName(ITypeSymbol? type) => type switch
    {
        null => "?",
        // A block of extension members has no name of its own.
        { ContainingType: { } around } when type.IsExtensionBlock() => TypeName(around),
        _ => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat),
    };

    // An explicit implementation is called IClock.Now, with its namespace before it.
    private static string Simple(string name) => name.LastIndexOf('.') is var dot and >= 0 ? name.Substring(dot + 1) : name;

    private static string Operator(string name) => name switch
    {
        "op_Implicit" => "implicit operator",
        "op_Explicit" or "op_CheckedExplicit" => "explicit operator",
        "op_Addition" or "op_CheckedAddition" or "op_UnaryPlus" => "operator +",
        "op_Subtraction" or "op_CheckedSubtraction" or "op_UnaryNegation" or "op_CheckedUnaryNegation" => "operator -",
        "op_Multiply" or "op_CheckedMultiply" => "operator *",
        "op_Division" or "op_CheckedDivision" => "operator /",
        "op_Modulus" => "operator %",
        "op_Equality" => "operator ==",
        "op_Inequality" => "operator !=",
        "op_LessThan" => "operator <",
        "op_GreaterThan" => "operator >",
        "op_LessThanOrEqual" => "operator <=",
        "op_GreaterThanOrEqual" => "operator >=",
        "op_Increment" or "op_CheckedIncrement" => "operator ++",
        "op_Decrement" or "op_CheckedDecrement" => "operator --",
        "op_LogicalNot" => "operator !",
        "op_OnesComplement" => "operator ~",
        "op_True" => "operator true",
        "op_False" => "operator false",
        _ when name.EndsWith("Assignment", System.StringComparison.Ordinal) => Operator(name.Substring(0, name.Length - "Assignment".Length)) + "=",
        _ => name,
    };
}
