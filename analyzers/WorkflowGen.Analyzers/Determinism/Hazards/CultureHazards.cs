using System;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using WorkflowGen.Analyzers.Determinism.Calls;
using WorkflowGen.Roslyn;

namespace WorkflowGen.Analyzers.Determinism.Hazards;

/// <summary>
/// Formatting, parsing, casing and comparing by the culture of the thread. Text in logs and exception messages decides nothing and is let be; whole numbers without
/// a format look the same everywhere but for exotic minus signs, and are let be, too.
/// </summary>
internal static class CultureHazards
{
    public static void Check(IOperation operation, HazardSink sink)
    {
        switch (operation)
        {
            case IInvocationOperation call when !sink.IsHere(call.TargetMethod):
                CheckCall(call, sink);
                break;
            case IMethodReferenceOperation { Method: { } method, Instance: var instance } when !sink.IsHere(method):
                CheckReference(method, instance, operation, sink);
                break;
            case IInterpolationOperation interpolation when IsSensitive(interpolation.Expression, FormatOf(interpolation)) && !HasProvider(interpolation):
                Add(interpolation.Expression, $"interpolation of {TypeName(interpolation.Expression)}", sink, Replacements.InvariantInterpolation);
                break;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add, OperatorMethod: null, Type.SpecialType: SpecialType.System_String } concat:
                CheckConcatenated(concat.LeftOperand, sink);
                CheckConcatenated(concat.RightOperand, sink);
                break;
            case ICompoundAssignmentOperation { OperatorMethod: null, Type.SpecialType: SpecialType.System_String, Value: { } value }:
                CheckConcatenated(value, sink);
                break;
        }
    }

    private static void CheckCall(IInvocationOperation call, HazardSink sink)
    {
        var method = call.TargetMethod;
        var type = method.ContainingType;
        if (type.SpecialType == SpecialType.System_String)
        {
            CheckString(call, sink);
        }
        else if (type.FullName() == "System.Convert")
        {
            if (!GivesProvider(call) && IsSensitiveConversion(call))
            {
                Add(call, $"Convert.{method.Name}", sink, Replacements.InvariantArgument);
            }
        }
        else if (type.FullName() is "System.Text.StringBuilder" or "System.IO.StringWriter" or "System.IO.TextWriter" or "System.IO.StreamWriter" && !IsConsole(call))
        {
            if (!GivesProvider(call) && ((method.Name is "Append" or "Insert" or "Write" or "WriteLine" or "WriteAsync" or "WriteLineAsync" && call.Arguments.Any(a => IsSensitive(a.Value, null))) || (method.Name is "AppendFormat" && FormatsSensitive(call)) || (method.Name is "AppendJoin" && JoinsSensitive(call))))
            {
                Add(call, $"{type.Name}.{method.Name}", sink, null);
            }
        }
        else if (method.Name is "ToUpper" or "ToLower" && type.SpecialType == SpecialType.System_Char && method.Parameters.Length == 1)
        {
            Add(call, $"char.{method.Name}", sink, Replacements.InvariantCasing);
        }
        else if (method.Name is "ToUpper" or "ToLower" && type.FullName() == "System.MemoryExtensions" && !GivesProvider(call) && call.Arguments.All(a => a.Parameter?.Type.Name != "CultureInfo" || IsNull(a)))
        {
            Add(call, $"MemoryExtensions.{method.Name}", sink, null);
        }
        else if (method.Name == "AppendFormatted" && type.Name is "DefaultInterpolatedStringHandler" or "AppendInterpolatedStringHandler")
        {
            CheckHandler(call, sink);
        }
        else if (method.Name is "ToString" or "TryFormat" && call.Instance is { } instance)
        {
            var format = method.Parameters.FirstOrDefault(p => p.Name == "format") is { } parameter ? Constant(call.Arguments.FirstOrDefault(a => SymbolEqualityComparer.Default.Equals(a.Parameter, parameter))?.Value) ?? "?" : null;
            if (!GivesProvider(call) && !IsRecorded(call) && IsSensitive(instance, format))
            {
                Add(call, $"{TypeName(instance)}.{method.Name}", sink, method.Name == "ToString" ? Replacements.InvariantArgument : null);
            }
        }
        else if (method.Name is "Parse" or "TryParse" or "ParseExact" or "TryParseExact" && method.IsStatic && !GivesProvider(call)
            && (IsSensitiveType(type, parsing: true) || (IsInteger(type) && method.Parameters.Any(p => p.Type.Name == "NumberStyles"))))
        {
            Add(call, $"{TypeName(type)}.{method.Name}", sink, method.Name == "Parse" ? Replacements.InvariantArgument : null);
        }
    }

    // $"…" for a parameter that is a handler: the provider, if there is one, went to the handler's constructor.
    private static void CheckHandler(IInvocationOperation append, HazardSink sink)
    {
        IOperation? around = append;
        while (around is not null and not IInterpolatedStringHandlerCreationOperation)
        {
            around = around.Parent;
        }

        var format = append.Arguments.FirstOrDefault(a => a.Parameter?.Name == "format") is { } argument ? Constant(argument.Value) ?? "?" : null;
        if (around is IInterpolatedStringHandlerCreationOperation { HandlerCreation: IObjectCreationOperation creation } && !IsRecorded(append)
            && !creation.Arguments.Any(GivesProvider) && append.Arguments.FirstOrDefault() is { } value && IsSensitive(value.Value, format))
        {
            Add(value.Value, $"interpolation of {TypeName(value.Value)}", sink, null);
        }
    }

    private static void CheckString(IInvocationOperation call, HazardSink sink)
    {
        var method = call.TargetMethod;
        var parameters = method.Parameters;
        switch (method.Name)
        {
            case "ToUpper" or "ToLower" when parameters.IsEmpty:
                Add(call, $"string.{method.Name}", sink, Replacements.InvariantCasing);
                break;
            case "ToUpper" or "ToLower" when call.Arguments.Any(IsNull):
            case "Compare" when !parameters.Any(p => p.Type.Name is "StringComparison" or "CultureInfo"):
                Add(call, $"string.{method.Name}", sink, method.Name == "Compare" && parameters.Length == 2 ? Replacements.OrdinalComparison : null);
                break;
            case "CompareTo":
                Add(call, "string.CompareTo", sink, null);
                break;
            case "StartsWith" or "EndsWith" or "IndexOf" or "LastIndexOf" when parameters[0].Type.SpecialType == SpecialType.System_String
                && !parameters.Any(p => p.Type.Name is "StringComparison") && !GivesCulture(call):
                Add(call, $"string.{method.Name}", sink, parameters.Length == 1 ? Replacements.OrdinalComparison : null);
                break;
            case "Format" when !GivesProvider(call) && !IsRecorded(call) && FormatsSensitive(call):
            case "Concat" when !IsRecorded(call) && JoinsSensitive(call):
            case "Join" when !IsRecorded(call) && JoinsSensitive(call):
                Add(call, $"string.{method.Name}", sink, method.Name == "Format" ? Replacements.InvariantArgument + "First" : null);
                break;
        }
    }

    // What is shown to a person decides nothing.
    private static bool IsConsole(IInvocationOperation call) => call.Instance is IPropertyReferenceOperation { Property.ContainingType.Name: "Console" };

    private static void CheckReference(IMethodSymbol method, IOperation? instance, IOperation at, HazardSink sink)
    {
        var type = method.ContainingType;
        var takesProvider = method.Parameters.Any(p => p.Type.Name is "IFormatProvider" or "CultureInfo");
        if (takesProvider)
        {
            return;
        }

        var isHazard = method.Name switch
        {
            "ToUpper" or "ToLower" => type.SpecialType is SpecialType.System_String or SpecialType.System_Char,
            "Parse" or "TryParse" => method.IsStatic && IsSensitiveType(type, parsing: true),
            "ToString" => instance is not null && IsSensitive(instance, null),
            "CompareTo" => type.SpecialType == SpecialType.System_String,
            "Compare" => type.SpecialType == SpecialType.System_String && method.Parameters.Length == 2,
            _ => false,
        };
        if (isHazard)
        {
            Add(at, $"{TypeName(type)}.{method.Name}", sink, null);
        }
    }

    private static void CheckConcatenated(IOperation value, HazardSink sink)
    {
        if (IsSensitive(value, null) && !IsRecorded(value))
        {
            Add(value, $"concatenation of {TypeName(value)}", sink, null);
        }
    }

    private static void Add(IOperation at, string api, HazardSink sink, string? replacement) =>
        sink.Add(new(RuleIds.AmbientCulture, api, Advice.Culture, Zone.Both, Use.LocationOf(at), replacement));

    private static string TypeName(IOperation value) => TypeName(Use.Unconverted(value).Type);

    private static string TypeName(ITypeSymbol? type) => type?.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat).TrimEnd('?') ?? "?";

    private static bool IsSensitive(IOperation value, string? format) =>
        Use.Unconverted(value) is { Type: { } type, ConstantValue: var constant } && !(constant.HasValue && constant.Value is null)
        && (IsSensitiveType(type, parsing: false) ? !IsInvariant(type, format) : IsSensitiveInteger(type, format) || (Underlying(type).FullName() == "System.TimeSpan" && format is "g" or "G"));

    private static bool IsSensitiveType(ITypeSymbol type, bool parsing) => Underlying(type) is { } underlying
        && (underlying.SpecialType is SpecialType.System_Double or SpecialType.System_Single or SpecialType.System_Decimal or SpecialType.System_DateTime
            || underlying.FullName() is "System.DateTimeOffset" or "System.DateOnly" or "System.TimeOnly" or "System.Half" or "System.Numerics.BigInteger" or "System.Numerics.Complex" or "System.FormattableString"
            || (parsing && underlying.FullName() == "System.TimeSpan"));

    private static ITypeSymbol Underlying(ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : type;

    // The round-trip, RFC 1123, sortable and universal formats are the same in every culture.
    private static bool IsInvariant(ITypeSymbol type, string? format) => format is not null
        && Underlying(type).FullName() is "System.DateTime" or "System.DateTimeOffset" or "System.DateOnly" or "System.TimeOnly"
        && format is "O" or "o" or "R" or "r" or "s" or "u";

    private static bool IsInteger(ITypeSymbol type) => Underlying(type).SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_UInt64;

    private static bool IsSensitiveInteger(ITypeSymbol type, string? format) =>
        IsInteger(type) && !string.IsNullOrEmpty(format) && !(format![0] is 'D' or 'd' or 'X' or 'x' or 'B' or 'b' or 'G' or 'g' or '0' or '#' && format.Skip(1).All(c => char.IsDigit(c) || c == '#'));

    private static string? FormatOf(IInterpolationOperation interpolation) =>
        interpolation.FormatString is { } format ? Constant(format) ?? "?" : null;

    private static string? Constant(IOperation? value) => value is { ConstantValue: { HasValue: true, Value: string text } } ? text : null;

    private static bool IsNull(IArgumentOperation argument) =>
        argument is { Value: { } value } && Use.Unconverted(value).ConstantValue is { HasValue: true, Value: null } && argument.Parameter?.Type.Name is "IFormatProvider" or "CultureInfo";

    private static bool GivesProvider(IInvocationOperation call) =>
        call.Arguments.Any(GivesProvider);

    private static bool GivesProvider(IArgumentOperation argument) =>
        argument.Parameter?.Type.Name is "IFormatProvider" or "CultureInfo" && argument.ArgumentKind != ArgumentKind.DefaultValue && !IsNull(argument)
        && Use.Unconverted(argument.Value) is not IDefaultValueOperation;

    private static bool GivesCulture(IInvocationOperation call) => call.Arguments.Any(a => a.Parameter?.Type.Name == "CultureInfo" && !IsNull(a));


    private static bool IsSensitiveConversion(IInvocationOperation call)
    {
        var from = call.Arguments.FirstOrDefault()?.Value;
        var fromType = from is null ? null : Use.Unconverted(from).Type;
        return call.TargetMethod.Name switch
        {
            "ToString" => from is not null && IsSensitive(from, null),
            "ToDouble" or "ToSingle" or "ToDecimal" or "ToDateTime" => fromType?.SpecialType is SpecialType.System_String or SpecialType.System_Object,
            "ChangeType" => true,
            _ => false,
        };
    }

    private static bool FormatsSensitive(IInvocationOperation call)
    {
        var format = call.Arguments.FirstOrDefault(a => a.Parameter?.Name == "format") is { } argument ? Constant(argument.Value) ?? "" : "";
        var values = call.Arguments.Where(a => a.Parameter?.Name != "format").SelectMany(a => Elements(a.Value)).ToArray();
        for (var i = 0; i < values.Length; i++)
        {
            if (IsSensitive(values[i], PlaceholderFormat(format, i)))
            {
                return true;
            }
        }

        return false;
    }

    private static string? PlaceholderFormat(string format, int index)
    {
        var start = format.IndexOf($"{{{index}", StringComparison.Ordinal);
        var end = start < 0 ? -1 : format.IndexOf('}', start);
        var colon = end < 0 ? -1 : format.IndexOf(':', start, end - start);
        return colon < 0 ? null : format.Substring(colon + 1, end - colon - 1);
    }

    private static bool JoinsSensitive(IInvocationOperation call) => call.Arguments.SelectMany(a => Elements(a.Value)).Any(value =>
        IsSensitive(value, null) || (ElementType(Use.Unconverted(value).Type) is { } element && IsSensitiveType(element, parsing: false)));

    private static System.Collections.Generic.IEnumerable<IOperation> Elements(IOperation value) =>
        Use.Unconverted(value) is IArrayCreationOperation { Initializer: { } elements } ? elements.ElementValues : ImmutableArray.Create(value);

    private static ITypeSymbol? ElementType(ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol array => array.ElementType,
        INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Collections_Generic_IEnumerable_T } enumerable => enumerable.TypeArguments[0],
        { SpecialType: SpecialType.None } => type.AllInterfaces.FirstOrDefault(i => i.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T)?.TypeArguments[0],
        _ => null,
    };

    /// <summary>Whether the text around an interpolation is made with a provider, or is not made here at all.</summary>
    private static bool HasProvider(IInterpolationOperation interpolation)
    {
        IOperation? current = interpolation.Parent;
        while (current is IInterpolatedStringOperation or IInterpolatedStringAdditionOperation or IBinaryOperation or IParenthesizedOperation)
        {
            current = current.Parent;
        }

        // A FormattableString is text only once someone asks for it, with a provider or without.
        if (current is IConversionOperation { Type: { } target } && target.Name is "FormattableString" or "IFormattable")
        {
            return true;
        }

        return IsRecorded(interpolation) || (current is not null && HandlerCall(current) is { } call
            && (GivesProvider(call) || call.TargetMethod.ContainingType.FullName() is not ("System.Text.StringBuilder" or "System.String")));
    }

    private static IInvocationOperation? HandlerCall(IOperation text)
    {
        var current = text;
        while (current is IConversionOperation or IInterpolatedStringHandlerCreationOperation)
        {
            current = current.Parent;
        }

        return text is IInterpolatedStringHandlerCreationOperation or IConversionOperation && current is IArgumentOperation { Parent: IInvocationOperation call } ? call : null;
    }

    /// <summary>Whether the text goes only into a log or the message of an exception.</summary>
    private static bool IsRecorded(IOperation operation)
    {
        for (var current = operation.Parent; current is not null and not IBlockOperation; current = current.Parent)
        {
            switch (current)
            {
                case IThrowOperation:
                case IObjectCreationOperation { Type: { } created } when created.SelfAndBases().Any(t => t.IsNamed("System.Exception")):
                    return true;
                case IInvocationOperation { TargetMethod.ContainingType: { } type } when type.FullName() is var name
                    && (name.StartsWith("Microsoft.Extensions.Logging.", StringComparison.Ordinal) || name is "System.Diagnostics.Debug" or "System.Diagnostics.Trace" or "System.Console"):
                    return true;
            }
        }

        return false;
    }
}
