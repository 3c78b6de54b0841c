using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace WorkflowGen.Roslyn.Parsing;

/// <summary>Writes a parameter's default value as a C# expression.</summary>
internal static class Defaults
{
    public static string? Of(IParameterSymbol parameter)
    {
        if (!parameter.HasExplicitDefaultValue)
            return null;
        var type = TypeDescriber.Qualified(parameter.Type);
        return parameter.ExplicitDefaultValue switch
        {
            null => $"default({type})",
            double.NaN => "double.NaN",
            double.PositiveInfinity => "double.PositiveInfinity",
            double.NegativeInfinity => "double.NegativeInfinity",
            float.NaN => "float.NaN",
            float.PositiveInfinity => "float.PositiveInfinity",
            float.NegativeInfinity => "float.NegativeInfinity",
            decimal value => $"({value.ToString(System.Globalization.CultureInfo.InvariantCulture)}m)",
            var value => $"({type})({SymbolDisplay.FormatPrimitive(value, quoteStrings: true, useHexadecimalNumbers: false)})",
        };
    }
}
