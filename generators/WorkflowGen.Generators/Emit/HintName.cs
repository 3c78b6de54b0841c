using System.Collections.Immutable;
using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Generators.Emit;

/// <summary>The name of a generated file: that of the class, with its namespace and the types around it.</summary>
internal static class HintName
{
    public static string Of(WorkflowModel model)
    {
        // Types that differ only in how many parameters they take are errors, but must not break the generator.
        var path = model.ContainingTypes.Select(t => WithArity(t.Name, t.TypeParameters)).Append(WithArity(model.TypeName, model.TypeParameters));
        if (model.Namespace.Length > 0)
            path = path.Prepend(model.Namespace.Replace("@", ""));
        return string.Join(".", path);
    }

    private static string WithArity(string name, string typeParameters) =>
        CSharpText.Unescaped(name) + (typeParameters.Length == 0 ? "" : "-" + (typeParameters.Count(c => c == ',') + 1));

    /// <summary>Names that are equal but for case, as file systems and the compiler see them; ordinally sorted, without repeats.</summary>
    public static EquatableArray<string> Similar(ImmutableArray<string> names) =>
        names.Distinct(StringComparer.Ordinal)
            .GroupBy(name => name, StringComparer.OrdinalIgnoreCase)
            .Where(group => group.Skip(1).Any())
            .SelectMany(group => group)
            .OrderBy(name => name, StringComparer.Ordinal)
            .ToEquatableArray();

    /// <summary>The file's name: with a number behind it where another differs from it only in case.</summary>
    public static string File(string name, EquatableArray<string> similar)
    {
        var before = similar.TakeWhile(other => !string.Equals(other, name, StringComparison.Ordinal))
            .Count(other => string.Equals(other, name, StringComparison.OrdinalIgnoreCase));
        return before == 0 ? $"{name}.g.cs" : $"{name}.{before + 1}.g.cs";
    }
}
