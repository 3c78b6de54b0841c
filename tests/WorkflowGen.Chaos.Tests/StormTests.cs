using System.Globalization;
using WorkflowGen.TestSupport;

namespace WorkflowGen.Chaos.Tests;

/// <summary>
/// I1 to I4, I7, I10 to I14 with real processes: one minute of <c>eng/chaos.sh</c>. A failure prints its seed and keeps its folder.
/// </summary>
public sealed class StormTests
{
    [Fact]
    public Task Nothing_is_lost_on_SQLite() => StormAsync("--store", "sqlite", "--seconds", "25", "--runs", "1500");

    [Fact]
    public Task Nothing_is_lost_on_PostgreSQL() => StormAsync("--store", "postgres", "--seconds", "35", "--runs", "1500");

    [Theory]
    [InlineData("signals", "should be Completed")]
    [InlineData("starts", "was acknowledged and is not there")]
    public async Task The_accounting_finds_out_what_a_broken_store_does(string what, string said)
    {
        using var folder = new TemporaryFolder();
        var result = await RunAsync("--seconds", "6", "--runs", "300", "--break", what, "--patience", "8", "--folder", folder.Path);

        Assert.True(result.ExitCode == 1, result.All);
        Assert.Contains(said, result.Output);
    }

    private static async Task StormAsync(params string[] arguments)
    {
        var result = await RunAsync(arguments);
        Assert.SkipWhen(result.ExitCode == 3 && Environment.GetEnvironmentVariable("CI") is null or "" or "false", $"PostgreSQL cannot be had on this machine: {result.Error}");
        Assert.True(result.ExitCode == 0, result.All);
        Assert.Contains("everything adds up", result.Output);
        TestContext.Current.TestOutputHelper?.WriteLine(result.Output);
    }

    private static Task<ProcessResult> RunAsync(params string[] arguments) =>
        ChildProcess.RunAsync("dotnet", [Repository.Output("tests/WorkflowGen.Chaos"), "run", .. arguments, "--seed", Random.Shared.Next(1, 1_000_000).ToString(CultureInfo.InvariantCulture)], limit: TimeSpan.FromMinutes(8));
}
