using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using WorkflowGen.TestSupport;

namespace WorkflowGen.Samples.Tests.FilePipeline;

public sealed class ReportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly PipelineRun _run;

    public ReportTests() => _run = new PipelineRun(_folder);

    [Fact]
    public async Task Counts_text_measures_the_rest_and_compresses_both()
    {
        Write("a.txt", "one two\r\nthree\nfour five six"u8);
        Write("b/c.bin", [0, 0, 1, 2, 255]);
        Write("empty", []);
        Write("utf16.txt", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("grün\n")]);

        var console = await _run.SucceedAsync();

        var entries = _run.Entries();
        Assert.Equal(["a.txt", "b/c.bin", "empty", "utf16.txt"], entries.Keys);
        Assert.All(entries.Values, e => Assert.Equal("done", e.GetProperty("outcome").GetString()));

        var text = entries["a.txt"];
        Assert.Equal("text", text.GetProperty("kind").GetString());
        Assert.Equal(28, text.GetProperty("size").GetInt64());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData("one two\r\nthree\nfour five six"u8)), text.GetProperty("sha256").GetString());
        Assert.Equal("""{"lines":3,"words":6,"longestLine":13}""", text.GetProperty("counts").GetRawText());

        Assert.Equal("""{"distinctBytes":4,"zeroBytes":2,"entropy":1.9219}""", entries["b/c.bin"].GetProperty("counts").GetRawText());
        Assert.Equal("empty", entries["empty"].GetProperty("kind").GetString());
        Assert.Equal("""{"lines":1,"words":1,"longestLine":4}""", entries["utf16.txt"].GetProperty("counts").GetRawText());

        var compressed = Path.Combine(_run.Output, text.GetProperty("compressedTo").GetString()!);
        Assert.Equal(text.GetProperty("compressedSize").GetInt64(), new FileInfo(compressed).Length);
        using var unzipped = new StreamReader(new GZipStream(File.OpenRead(compressed), CompressionMode.Decompress));
        Assert.Equal("one two\r\nthree\nfour five six", await unzipped.ReadToEndAsync(TestContext.Current.CancellationToken));

        Assert.Matches(@"(?m)^text +2 +\d+", console.Output);
        Assert.Matches(@"(?m)^total +4 +", console.Output);
    }

    [Fact]
    public async Task Every_step_of_every_file_is_executed_once()
    {
        for (var i = 0; i < 30; i++)
            Write($"f{i}", Encoding.UTF8.GetBytes($"file {i}\n"));

        await _run.SucceedAsync();

        var steps = _run.Executions().GroupBy(line => (What: line[0], Step: line[1]), line => line[2]).ToDictionary(g => g.Key, g => g.ToList());
        Assert.Equal(10, steps.Count);
        Assert.All(steps.Values, runs => Assert.Equal(30, runs.Distinct().Count()));
        Assert.All(steps.Values, runs => Assert.Equal(30, runs.Count));
    }

    [Fact]
    public async Task An_empty_folder_gives_an_empty_report()
    {
        var console = await _run.SucceedAsync();
        Assert.Empty(_run.Entries());
        Assert.Contains("0 files", console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_own_output_inside_the_folder_is_passed_by()
    {
        Write("a", "a"u8);
        var inside = new PipelineRun(_folder, Path.Combine("in", "out"));

        await inside.SucceedAsync();
        var first = await File.ReadAllBytesAsync(inside.Report, TestContext.Current.CancellationToken);
        await inside.SucceedAsync();

        Assert.Equal(["a"], inside.Entries().Keys);
        Assert.Equal(first, await File.ReadAllBytesAsync(inside.Report, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_second_job_works_only_on_what_has_changed()
    {
        Write("same", "same"u8);
        Write("other", "before"u8);
        await _run.SucceedAsync();
        var before = _run.Executions().Count;

        Write("other", "after it"u8);
        Write("new", "new"u8);
        File.Delete(Path.Combine(_run.Input, "gone"));
        await _run.SucceedAsync();

        Assert.Equal(["new", "other", "same"], _run.Entries().Keys);
        Assert.Equal(8, _run.Entries()["other"].GetProperty("size").GetInt64());
        Assert.Equal(["new", "other"], _run.Executions().Skip(before).Select(line => line[3]).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Fresh_forgets_what_was_done()
    {
        Write("a", "a"u8);
        await _run.SucceedAsync();
        var once = _run.Executions().Count;
        await _run.SucceedAsync("--fresh");
        Assert.Equal(once, _run.Executions().Count);
    }

    [Fact]
    public async Task Excluded_names_are_passed_by()
    {
        Write("keep.txt", "k"u8);
        Write("obj/a", "a"u8);
        Write("b.tmp", "b"u8);
        await _run.SucceedAsync("--exclude", "obj", "--exclude", "*.tmp");
        Assert.Equal(["keep.txt"], _run.Entries().Keys);
    }

    [Theory]
    [InlineData("missing", "There is no folder")]
    [InlineData("file", "is a file")]
    public async Task What_is_no_folder_is_refused_in_words(string name, string message)
    {
        _folder.Write("file", "x");
        var result = await ChildProcess.RunAsync("dotnet", [Repository.Output("samples/FilePipeline"), "--out", _folder.File("out"), _folder.File(name)]);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("out")));
    }

    [Fact]
    public async Task An_output_folder_that_cannot_be_written_is_refused_in_words()
    {
        _folder.Write("out", "a file stands where the folder should be");
        var result = await _run.RunAsync();
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("Nothing can be written to", result.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private void Write(string name, ReadOnlySpan<byte> bytes)
    {
        var path = Path.Combine(_run.Input, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
    }
}
