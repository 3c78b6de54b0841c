using Microsoft.CodeAnalysis;

namespace WorkflowGen.Roslyn.Parsing;

/// <summary>Reads attribute arguments that may be half typed.</summary>
internal static class AttributeArguments
{
    /// <summary>The strings of a <c>params string[]</c> or of a single string. A null is an empty one: a name that stands for nothing, and is complained about as one.</summary>
    public static IEnumerable<string> Strings(AttributeData attribute)
    {
        foreach (var argument in attribute.ConstructorArguments)
        {
            if (argument.Kind == TypedConstantKind.Array)
            {
                if (argument.IsNull)
                {
                    yield return "";
                    continue;
                }
                foreach (var value in argument.Values)
                {
                    if (Text(value) is { } text)
                        yield return text;
                }
            }
            else if (Text(argument) is { } single)
            {
                yield return single;
            }
        }
    }

    /// <summary>The strings of an attribute that says nothing without any: where it is given none, an empty one.</summary>
    public static IEnumerable<string> Names(AttributeData attribute) =>
        attribute.ConstructorArguments is [{ Kind: TypedConstantKind.Array, IsNull: false, Values.IsEmpty: true }] ? [""] : Strings(attribute);

    /// <summary>A string that has to be there, empty where it is null; null: it is still being typed.</summary>
    public static string? Name(AttributeData attribute, int index) =>
        index < attribute.ConstructorArguments.Length ? Text(attribute.ConstructorArguments[index]) : null;

    // What the compiler could not make sense of it complains about itself.
    private static string? Text(TypedConstant constant) =>
        constant.Kind is TypedConstantKind.Error or TypedConstantKind.Array || constant.Type?.SpecialType != SpecialType.System_String ? null : constant.Value as string ?? "";

    public static T? Constructor<T>(AttributeData attribute, int index)
    {
        var arguments = attribute.ConstructorArguments;
        return index < arguments.Length && arguments[index] is { Kind: not TypedConstantKind.Array, Value: T value } ? value : default;
    }

    public static TypedConstant? Named(AttributeData attribute, string name)
    {
        foreach (var argument in attribute.NamedArguments)
        {
            if (argument.Key == name && argument.Value.Kind != TypedConstantKind.Error)
                return argument.Value;
        }
        return null;
    }
}
