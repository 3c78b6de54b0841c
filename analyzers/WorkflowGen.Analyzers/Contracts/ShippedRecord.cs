using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using WorkflowGen.Roslyn.Shipped;

namespace WorkflowGen.Analyzers.Contracts;

/// <summary>A project's workflows.shipped.json, read once for each of its texts.</summary>
/// <param name="Complaint">Why it cannot be read; null: it can.</param>
/// <param name="Position">Where.</param>
internal sealed record ShippedRecord(string Path, SourceText Text, ShippedFile File, string? Complaint, int Position)
{
    private static readonly ConditionalWeakTable<SourceText, ShippedRecord> Known = new();

    /// <summary>Null: the project has none, and is not checked.</summary>
    public static ShippedRecord? Find(ImmutableArray<AdditionalText> files, CancellationToken cancellationToken)
    {
        foreach (var file in files)
        {
            if (IsRecord(file.Path) && file.GetText(cancellationToken) is { } text)
                return Known.GetValue(text, t => Read(file.Path, t));
        }
        return null;
    }

    public static bool IsRecord(string? path) => string.Equals(System.IO.Path.GetFileName(path), ShippedFile.Name, StringComparison.OrdinalIgnoreCase);

    public Location At(int position) => Location.Create(Path, new TextSpan(Math.Min(position, Text.Length), 0), Text.Lines.GetLinePositionSpan(new TextSpan(Math.Min(position, Text.Length), 0)));

    /// <summary>Where the entry of a version begins, as far as the text tells.</summary>
    public Location At(string workflow, int version)
    {
        var entry = JsonText.Read(Text.ToString()).Members?.FirstOrDefault(m => m.Name == "workflows").Value?.Members?.FirstOrDefault(m => m.Name == workflow).Value?.Members?
            .FirstOrDefault(m => m.Name == version.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return At(entry?.Position ?? 0);
    }

    public static ShippedRecord Read(string path, SourceText text)
    {
        try
        {
            return new(path, text, ShippedReader.Read(text.ToString()), null, 0);
        }
        catch (JsonTextException exception)
        {
            return new(path, text, ShippedFile.Empty, exception.Message, exception.Position);
        }
    }
}
