namespace WorkflowGen.Roslyn.Shipped;

/// <summary>
/// How a type is referred to: the name of a scalar or of an entry in <see cref="ShippedWorkflow.Types"/>, and behind it from the inside out <c>?</c> (may be null), <c>[]</c> (a list of), <c>{key}</c> (a dictionary
/// to). <c>Shop.Line[]?</c> is a list of lines that may be null.
/// </summary>
internal readonly record struct ShippedReference(ShippedForm Form, string Name, bool MayBeNull)
{
    /// <summary>Of a list or dictionary: what its elements are.</summary>
    public string Element => Name;

    /// <summary>Of a dictionary.</summary>
    public string Key { get; private init; } = "";

    public static ShippedReference Parse(string text)
    {
        var mayBeNull = text.EndsWith("?", StringComparison.Ordinal);
        if (mayBeNull)
            text = text.Substring(0, text.Length - 1);
        if (text.EndsWith("[]", StringComparison.Ordinal))
            return new(ShippedForm.List, text.Substring(0, text.Length - 2), mayBeNull);
        if (text.EndsWith("}", StringComparison.Ordinal) && text.LastIndexOf('{') is > 0 and var open)
            return new(ShippedForm.Dictionary, text.Substring(0, open), mayBeNull) { Key = text.Substring(open + 1, text.Length - open - 2) };
        return new(ShippedForm.Named, text, mayBeNull);
    }
}

internal enum ShippedForm
{
    /// <summary>A scalar, or a type with an entry.</summary>
    Named,
    List,
    Dictionary,
}
