using System.Globalization;

namespace WorkflowGen.Chaos;

/// <summary>What a storm is to be like.</summary>
internal sealed record Arguments
{
    public const string Usage = """
        usage: run [--store sqlite|postgres] [--seconds 60] [--runs 20000] [--workers 4] [--seed N] [--folder DIR] [--patience 600] [--break signals|starts]
          --seconds   for how long faults are injected, and over how long the runs are started
          --patience  for how many seconds runs may take to end once the faults are over
          --break     switches something off on purpose, to see whether the accounting finds out
        """;

    public string Store { get; init; } = "sqlite";

    public int Seconds { get; init; } = 60;

    public int Runs { get; init; } = 20_000;

    public int Workers { get; init; } = 4;

    public int Seed { get; init; } = Random.Shared.Next(1, 1_000_000);

    public int Patience { get; init; } = 600;

    /// <summary>Null: a temporary one, which is deleted when all is well.</summary>
    public string? Folder { get; init; }

    public string? Broken { get; init; }

    public static Arguments Parse(ReadOnlySpan<string> args)
    {
        var parsed = new Arguments();
        for (var i = 0; i < args.Length; i += 2)
        {
            if (i + 1 == args.Length)
                throw new ArgumentException($"{args[i]} has no value.");
            var value = args[i + 1];
            parsed = args[i] switch
            {
                "--store" => parsed with { Store = value },
                "--seconds" => parsed with { Seconds = Number(args[i], value) },
                "--runs" => parsed with { Runs = Number(args[i], value) },
                "--workers" => parsed with { Workers = Number(args[i], value) },
                "--seed" => parsed with { Seed = Number(args[i], value) },
                "--patience" => parsed with { Patience = Number(args[i], value) },
                "--folder" => parsed with { Folder = value },
                "--break" => parsed with { Broken = BrokenStore.Ways.Contains(value) ? value : throw new ArgumentException($"--break takes {string.Join(", ", BrokenStore.Ways)}, not '{value}'.") },
                _ => throw new ArgumentException($"'{args[i]}' is not an option."),
            };
        }
        return parsed;
    }

    private static int Number(string option, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : throw new ArgumentException($"{option} takes a number from 1, not '{value}'.");
}
