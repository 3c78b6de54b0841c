using WorkflowGen.TestSupport;

namespace WorkflowGen.Samples.Tests.FilePipeline;

/// <summary>What only a Unix file system can hold. The files are made by a shell, because .NET cannot make some of them.</summary>
public sealed class OddFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly PipelineRun _run;

    public OddFilesTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "needs a Unix file system");
        _run = new PipelineRun(_folder);
    }

    [Fact]
    public async Task Odd_names_are_worked_on_like_any_other()
    {
        await ShellAsync("""
            printf a > $'new\nline'; printf b > -rf; printf c > --; printf d > $'esc\e[31m'; printf e > 'a;b"c'; printf f > ' spaces '; printf g > 'back\slash'
            printf h > ünï-😀; printf i > "$(printf 'x%.0s' $(seq 255))"; printf j > $'tab\there'
            """);

        var console = await _run.SucceedAsync();

        Assert.Equal(10, _run.Entries().Count);
        Assert.All(_run.Entries().Values, e => Assert.Equal("done", e.GetProperty("outcome").GetString()));
        Assert.Contains("new\nline", _run.Entries().Keys);
        Assert.Contains("ünï-😀", _run.Entries().Keys);
        Assert.DoesNotContain('\e', console.Output);
        Assert.All(_run.Executions(), line => Assert.Equal(4, line.Length));
    }

    [Fact]
    public async Task Links_pipes_and_sockets_are_named_and_left_alone()
    {
        await ShellAsync("printf a > plain; ln -s . loop; ln -s plain link; ln -s nowhere broken; mkfifo pipe; mkdir sub; ln -s ../.. sub/up");
        using var listener = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
        listener.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(Path.Combine(_run.Input, "socket")));

        await _run.SucceedAsync();

        Assert.Equal(
            ["broken link", "link link", "loop link", "pipe special", "plain done", "socket special", "sub/up link"],
            _run.Entries().Select(e => $"{e.Key} {e.Value.GetProperty("outcome").GetString()}"));
    }

    [Fact]
    public async Task A_name_that_is_not_utf8_is_reported_each_time_it_occurs()
    {
        await ShellAsync(@"printf a > $'bad-\xff'; printf b > $'bad-\xfe'; printf c > good");
        Assert.SkipUnless(Directory.GetFileSystemEntries(_run.Input).Length == 3, "this file system takes no such names");

        await _run.SucceedAsync();

        var report = await File.ReadAllTextAsync(_run.Report, TestContext.Current.CancellationToken);
        Assert.Equal(2, report.Split("the name is not valid UTF-8").Length - 1);
    }

    [Fact]
    public async Task What_may_not_be_read_is_reported_and_tried_again_by_the_next_job()
    {
        await ShellAsync("printf a > secret; mkdir closed; printf b > closed/inside; printf c > open; chmod 000 secret closed");
        try
        {
            Assert.SkipWhen(CanRead(Path.Combine(_run.Input, "secret")), "this user may read everything");

            await _run.SucceedAsync();

            Assert.Equal(["closed/. unreadable", "open done", "secret unreadable"], _run.Entries().Select(e => $"{e.Key} {e.Value.GetProperty("outcome").GetString()}"));
        }
        finally
        {
            await ShellAsync("chmod 700 secret closed");
        }

        await _run.SucceedAsync();
        Assert.Equal(["closed/inside done", "open done", "secret done"], _run.Entries().Select(e => $"{e.Key} {e.Value.GetProperty("outcome").GetString()}"));
    }

    [Fact]
    public async Task A_file_that_goes_away_after_it_was_listed_has_vanished()
    {
        for (var i = 0; i < 400; i++)
            File.WriteAllText(Path.Combine(_run.Input, $"f{i:000}"), new string('x', 20_000));

        // The list is complete when the first line is printed; the last file is a long way off.
        using (var first = _run.Start(null, "--parallel", "1"))
        {
            while (!File.Exists(Path.Combine(_run.Output, "executions.log")) && !first.HasExited)
                await Task.Delay(5, TestContext.Current.CancellationToken);
            first.Kill();
            await first.WaitAsync();
        }
        File.Delete(Path.Combine(_run.Input, "f399"));
        await _run.SucceedAsync();

        Assert.Equal(400, _run.Entries().Count);
        Assert.Equal("vanished", _run.Entries()["f399"].GetProperty("outcome").GetString());
        Assert.Equal("done", _run.Entries()["f398"].GetProperty("outcome").GetString());
    }

    public void Dispose() => _folder.Dispose();

    private static bool CanRead(string path)
    {
        try
        {
            File.OpenRead(path).Dispose();
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    private async Task ShellAsync(string commands)
    {
        var result = await ChildProcess.RunAsync("bash", ["-ec", commands], _run.Input);
        Assert.True(result.ExitCode == 0, result.All);
    }
}
