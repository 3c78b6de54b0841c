using System.Text.Json;
using System.Text.Json.Serialization;

namespace FilePipeline;

/// <summary>One line of the list that a job works through.</summary>
/// <param name="Path">Relative to the folder, with '/'.</param>
/// <param name="Modified">Last write, in UTC ticks.</param>
/// <param name="Twin">Tells apart names that look alike once decoded; 0 for nearly all.</param>
/// <param name="Round">Raised when an earlier job could not read the file, so that this one tries again.</param>
public sealed record ListedFile(string Path, ListedKind Kind, long Size, long Modified, int Twin, int Round);

[JsonConverter(typeof(CamelCaseNames<ListedKind>))]
public enum ListedKind
{
    File,
    Link,
    UnreadableFolder,
}

[JsonConverter(typeof(CamelCaseNames<FileKind>))]
public enum FileKind
{
    Text,
    Binary,
    Empty,
    Link,
    Folder,
    Unknown,
}

[JsonConverter(typeof(CamelCaseNames<TextEncoding>))]
public enum TextEncoding
{
    None,
    Utf8,
    Utf16,
    Utf16BigEndian,

    /// <summary>Not known: every byte counts as a character.</summary>
    Bytes,
}

/// <summary>Why an entry is not complete. The name in lower case is its outcome.</summary>
[JsonConverter(typeof(CamelCaseNames<ProblemKind>))]
public enum ProblemKind
{
    Unreadable,
    Vanished,
    Changed,
    Special,
    Link,
    Failed,
}

public sealed record Problem(ProblemKind Kind, string Detail);

public sealed record Fingerprint(string? Sha256, long Size, Problem? Problem);

public sealed record Classification(FileKind Kind, TextEncoding Encoding, Problem? Problem);

/// <param name="Lines">Line feeds, plus one for a last line without.</param>
/// <param name="Words">Runs of characters that are not white space.</param>
/// <param name="LongestLine">In characters, without the line's end.</param>
public sealed record TextCounts(long Lines, long Words, long LongestLine, Problem? Problem);

/// <param name="Entropy">Shannon's, in bits per byte.</param>
public sealed record BinaryCounts(int DistinctBytes, long ZeroBytes, double Entropy, Problem? Problem);

/// <param name="Path">Relative to the output folder.</param>
public sealed record Compressed(string? Path, long Size, Problem? Problem);

/// <summary>One entry of the report.</summary>
public sealed record FileEntry(
    string Path, long Size, string? Sha256, FileKind Kind, Counts? Counts, string? CompressedTo, long? CompressedSize, string Outcome, string? Detail)
{
    public const string Done = "done";

    /// <summary>Whether it might be there, readable or unchanged the next time. Not written to the report.</summary>
    [JsonIgnore]
    public bool MayBeTriedAgain => Outcome is not (Done or "link" or "special");

    public static FileEntry Of(ListedFile file, Fingerprint fingerprint, Classification? classification, TextCounts? text, BinaryCounts? binary, Compressed? compressed)
    {
        var problem = fingerprint.Problem ?? classification?.Problem ?? text?.Problem ?? binary?.Problem ?? compressed?.Problem;
        var kind = classification?.Kind ?? file.Kind switch
        {
            ListedKind.Link => FileKind.Link,
            ListedKind.UnreadableFolder => FileKind.Folder,
            _ => fingerprint is { Problem: null, Size: 0 } ? FileKind.Empty : FileKind.Unknown,
        };
        if (problem is not null)
            return new FileEntry(file.Path, fingerprint.Problem is null ? fingerprint.Size : 0, fingerprint.Sha256, kind, null, null, null, Outcome: Name(problem.Kind), problem.Detail);

        Counts? counts = (text, binary) switch
        {
            ({ } t, _) => new Counts { Lines = t.Lines, Words = t.Words, LongestLine = t.LongestLine },
            (_, { } b) => new Counts { DistinctBytes = b.DistinctBytes, ZeroBytes = b.ZeroBytes, Entropy = b.Entropy },
            _ => null,
        };
        return new FileEntry(file.Path, fingerprint.Size, fingerprint.Sha256, kind, counts, compressed?.Path, compressed?.Size, Done, null);
    }

    /// <summary>For a run that ended without an entry of its own.</summary>
    public static FileEntry Failed(ListedFile file, string detail) =>
        new(file.Path, 0, null, FileKind.Unknown, null, null, null, Name(ProblemKind.Failed), detail);

    private static string Name(ProblemKind kind) => kind.ToString().ToLowerInvariant();
}

/// <summary>What was counted: the first three of a text, the others of anything else.</summary>
public sealed record Counts
{
    public long? Lines { get; init; }

    public long? Words { get; init; }

    public long? LongestLine { get; init; }

    public int? DistinctBytes { get; init; }

    public long? ZeroBytes { get; init; }

    public double? Entropy { get; init; }
}

public sealed class CamelCaseNames<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase)
    where T : struct, Enum;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ListedFile))]
[JsonSerializable(typeof(Fingerprint))]
[JsonSerializable(typeof(Classification))]
[JsonSerializable(typeof(TextCounts))]
[JsonSerializable(typeof(BinaryCounts))]
[JsonSerializable(typeof(Compressed))]
[JsonSerializable(typeof(FileEntry))]
public sealed partial class PipelineJson : JsonSerializerContext;
