using System.Globalization;

namespace WorkflowGen.Chaos.Accounting;

/// <summary>An effect that a step had.</summary>
internal sealed record Effect(string What, string Run, string Step, int Round, int Element, int Attempt, string Key);

/// <summary>All effects of all workers.</summary>
internal static class Ledger
{
    public static IEnumerable<Effect> Read(string folder)
    {
        foreach (var file in Directory.GetFiles(folder, "effects-*").Order(StringComparer.Ordinal))
        {
            foreach (var line in File.ReadLines(file))
            {
                if (line.Split(' ') is not [var what, var run, var step, var round, var element, var attempt, var key])
                    throw new InvalidDataException($"{file} has a line that is none: '{line}'");
                yield return new Effect(what, run, step, Number(round), Number(element), Number(attempt), key);
            }
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
