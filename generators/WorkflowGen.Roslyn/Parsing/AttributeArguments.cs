using Microsoft.CodeAnalysis;

namespace WorkflowGen.Roslyn.Parsing;

/// <summary>Reads attribute arguments that may be half typed.</summary>
internal static class AttributeArguments
{
    /// <summary>The strings of a <c>params string[]</c> or of a single string.</summary>
    public static IEnumerable<string> Strings(AttributeData attribute)
    {
        foreach (var argument in attribute.ConstructorArguments)
        {
            if (argument.Kind == TypedConstantKind.Array)
            {
                if (argument.Values.IsDefault)
                    continue;
                foreach (var value in argument.Values)
                {
                    if (value.Value is string text)
                        yield return text;
                }
            }
            else if (argument.Value is string single)
            {
                yield return single;
            }
        }
    }

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
