using System.Text.Json;
using WorkflowGen.TestSupport;

namespace WorkflowGen.Samples.Tests.FilePipeline;

/// <summary>The sample on a folder, with an output folder of the test's own.</summary>
internal sealed class PipelineRun(TemporaryFolder folder, string output = "out")
{
    private static readonly string Program = Repository.Output("samples/FilePipeline");

    public string Input { get; } = Directory.CreateDirectory(folder.File("in")).FullName;

    public string Output { get; } = folder.File(output);

    public string Report => Path.Combine(Output, "report.json");

    public ChildProcess Start(Action<string>? onLine = null, params string[] options) =>
        ChildProcess.Start("dotnet", [Program, "--out", Output, .. options, Input], folder.Path, onLine: onLine);

    public async Task<ProcessResult> RunAsync(params string[] options)
    {
        using var process = Start(null, options);
        return await process.WaitAsync(TimeSpan.FromMinutes(2));
    }

    public async Task<ProcessResult> SucceedAsync(params string[] options)
    {
        var result = await RunAsync(options);
        Assert.True(result.ExitCode == 0, result.All);
        return result;
    }

    public Dictionary<string, JsonElement> Entries()
    {
        using var report = JsonDocument.Parse(File.ReadAllBytes(Report));
        return report.RootElement.EnumerateArray().ToDictionary(e => e.GetProperty("path").GetString()!, e => e.Clone());
    }

    /// <summary>Lines of executions.log: what, step, run, path.</summary>
    public List<string[]> Executions() => [.. File.ReadLines(Path.Combine(Output, "executions.log")).Select(line => line.Split('\t'))];
}
