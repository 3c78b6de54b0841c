using WorkflowGen.TestSupport;

namespace WorkflowGen.Samples.Tests;

/// <summary>What a sample has told on its console.</summary>
internal static class ConsoleLines
{
    public static string[] Of(ProcessResult result) => result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Lines that begin with these words are there, in this order.</summary>
    public static void InOrder(string[] lines, params string[] beginnings)
    {
        var places = beginnings.Select(beginning => Array.FindIndex(lines, line => Begins(line, beginning))).ToArray();
        Assert.True(!places.Contains(-1) && places.SequenceEqual(places.Order()), $"{string.Join(" < ", beginnings)} does not hold in\n{string.Join('\n', lines)}");
    }

    public static int Count(string[] lines, string beginning) => lines.Count(line => Begins(line, beginning));

    // The columns of the console are wide.
    public static bool Begins(string line, string words) => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).StartsWith(words, StringComparison.Ordinal);
}
