using System.Collections.Immutable;
using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Generators.Emit;

/// <summary>The name of a generated file: that of the class, with its namespace and the types around it.</summary>
internal static class HintName
{
    public static string Of(WorkflowModel model)
    {
        var path = model.ContainingTypes.Select(t => t.Name).Append(model.TypeName).Select(CSharpText.Unescaped);
        if (model.Namespace.Length > 0)
            path = path.Prepend(model.Namespace.Replace("@", ""));
        return string.Join(".", path);
    }

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
