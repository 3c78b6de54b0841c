namespace FilePipeline;

/// <summary>The command line.</summary>
internal sealed record Arguments(string Folder, string Output, IReadOnlyList<string> Excludes, bool Fresh, int Parallel, bool Help)
{
    public const string Usage = """
        usage: FilePipeline [options] [--] [folder]

        Takes every file below a folder (default: this repository) through a durable workflow: fingerprint, classify,
        analyse, compress, record. Killed at any moment and started again, it goes on where it was.

          --out <folder>      where store, compressed files and report.json go (default: out)
          --exclude <name>    pass by files and folders of this name; * and ? are wildcards; may be repeated
          --parallel <n>      how many files at once (default: 64)
          --fresh             forget what was done before and start anew
          --help              this text

        exit code: 0 a report was written, 1 something kept it from that, 2 wrong usage, 130 stopped (run it again to go on)
        """;

    public static Arguments Parse(string[] args)
    {
        string? folder = null;
        var result = new Arguments("", "out", [], Fresh: false, Parallel: 64, Help: false);
        var onlyFolder = false;
        for (var i = 0; i < args.Length; i++)
        {
            string Value() => ++i < args.Length ? args[i] : throw new UsageException($"{args[i - 1]} needs a value.");
            if (onlyFolder || !args[i].StartsWith('-'))
            {
                if (folder is not null)
                    throw new UsageException($"One folder at a time: '{folder}' or '{args[i]}'?");
                folder = args[i];
                continue;
            }
            switch (args[i])
            {
                case "--":
                    onlyFolder = true;
                    break;
                case "--out":
                    result = result with { Output = Value() };
                    break;
                case "--exclude":
                    result = result with { Excludes = [.. result.Excludes, Value()] };
                    break;
                case "--parallel":
                    result = result with { Parallel = int.TryParse(Value(), out var n) && n is >= 1 and <= 1024 ? n : throw new UsageException("--parallel takes a number from 1 to 1024.") };
                    break;
                case "--fresh":
                    result = result with { Fresh = true };
                    break;
                case "--help" or "-h" or "-?":
                    result = result with { Help = true };
                    break;
                default:
                    throw new UsageException($"There is no option '{args[i]}'. See --help; a folder whose name begins with '-' goes after '--'.");
            }
        }
        return result with { Folder = folder is null ? Repository() : ExistingFolder(folder) };
    }

    private static string ExistingFolder(string path)
    {
        if (File.Exists(path))
            throw new UsageException($"'{path}' is a file. Name a folder.");
        if (!Directory.Exists(path))
            throw new UsageException($"There is no folder '{path}'.");
        return Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
    }

    private static string Repository()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "WorkflowGen.sln")))
                return Path.TrimEndingDirectorySeparator(folder);
        }
        return Directory.GetCurrentDirectory();
    }
}
