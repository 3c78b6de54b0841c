using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace WorkflowGen.Benchmarks;

/// <summary>benchmarks/results.md: one section per subject, each replaced by the next run of it and otherwise left alone.</summary>
internal static class ResultsFile
{
    public static void Write(IBenchmarkSection section, string body)
    {
        var path = Path.Combine(Repository(), "benchmarks", "results.md");
        var text = File.Exists(path) ? File.ReadAllText(path) : """
            # Benchmark results

            Written by `dotnet run -c Release --project benchmarks/WorkflowGen.Benchmarks -- all` (or the name of one section). Figures of one table were measured side by side, in turns;
            compare ratios, not machines. Times are medians, with the least and greatest in brackets.

            """;
        string begin = $"<!-- {section.Name} -->\n", end = $"<!-- end of {section.Name} -->\n";
        var written = $"{begin}\n## {section.Title}\n\n{Machine()}\n\n{body.Trim()}\n\n{end}";
        int from = text.IndexOf(begin, StringComparison.Ordinal), to = text.IndexOf(end, StringComparison.Ordinal);
        text = from >= 0 && to > from ? text[..from] + written + text[(to + end.Length)..] : text.TrimEnd() + "\n\n" + written;
        File.WriteAllText(path, text, new UTF8Encoding(false));
    }

    private static string Machine() => string.Create(
        CultureInfo.InvariantCulture,
        $"{DateTime.UtcNow:yyyy-MM-dd}, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription.Split(" #")[0]}, {Processor()}, {Environment.ProcessorCount} logical processors");

    private static string Processor()
    {
        const string File = "/proc/cpuinfo";
        var line = System.IO.File.Exists(File) ? System.IO.File.ReadLines(File).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?.Split(':')[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }

    private static string Repository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "WorkflowGen.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Run the benchmarks from within the repository.");
        return folder;
    }
}
