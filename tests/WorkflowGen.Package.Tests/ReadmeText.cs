using System.Text.RegularExpressions;
using WorkflowGen.TestSupport;

namespace WorkflowGen.Package.Tests;

/// <summary>The README's code blocks, so that what is tested is the text that a user reads.</summary>
internal static partial class ReadmeText
{
    private static readonly string Text = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));

    /// <summary>The blocks that begin with a file's name in a comment.</summary>
    public static IReadOnlyDictionary<string, string> Files { get; } =
        FileBlock().Matches(Text).ToDictionary(m => m.Groups["name"].Value, m => m.Groups["code"].Value);

    /// <summary>The first block of a language that contains a text.</summary>
    public static string Block(string language, string containing) =>
        AnyBlock().Matches(Text).First(m => m.Groups["language"].Value == language && m.Groups["code"].Value.Contains(containing, StringComparison.Ordinal))
            .Groups["code"].Value;

    [GeneratedRegex(@"^```\w+\n(?<code>(//|<!--) (?<name>[\w.]+)( -->)?\n.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex FileBlock();

    [GeneratedRegex(@"^```(?<language>\w+)\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex AnyBlock();
}
