using System.Text.RegularExpressions;

namespace WorkflowGen.Package.Tests;

/// <summary>The README's own text, followed in an empty folder.</summary>
[Collection<PackedFeedCollection>]
public sealed partial class NewUserTests(PackedFeed feed)
{
    [Fact]
    public async Task The_readme_builds_runs_and_prints_what_it_says()
    {
        var folder = await feed.CreateProjectAsync("OrdersAsShown");

        var build = await feed.DotnetAsync(folder, "build");
        var result = await feed.DotnetAsync(folder, "run", "--no-build");

        Assert.True(build.ExitCode == 0, build.All);
        Assert.Contains("0 Warning(s)", build.Output, StringComparison.Ordinal);
        Assert.True(result.ExitCode == 0, result.All);
        foreach (var line in ReadmeText.Block("text", "On disk:").Split('\n', StringSplitOptions.RemoveEmptyEntries))
            Assert.Contains(line, result.Output.Split('\n').Select(l => l.TrimEnd('\r')));
    }

    [Fact]
    public async Task Leaving_a_step_out_is_the_compile_error_that_the_readme_shows()
    {
        var folder = await feed.CreateProjectAsync("OrdersWithoutCharge");
        Edit(folder, text => ChargeStep().Replace(text, ""));

        var result = await feed.DotnetAsync(folder, "build");

        Assert.NotEqual(0, result.ExitCode);
        var expected = ReadmeText.Block("text", "error WFG").Trim();
        Assert.True(result.Output.Contains(expected, StringComparison.Ordinal), result.All);
        Assert.DoesNotContain("error CS", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_clock_in_a_step_is_an_error()
    {
        var folder = await feed.CreateProjectAsync("OrdersWithClock");
        Edit(folder, text => text.Replace("payment.Id,", "payment.Id + DateTime.Now,", StringComparison.Ordinal));

        var result = await feed.DotnetAsync(folder, "build");

        Assert.True(result.ExitCode != 0, result.All);
        Assert.Matches(@"OrderWorkflow\.cs\(\d+,\d+\): error WFG1\d\d\d: .*DateTime\.Now", result.Output);
        Assert.DoesNotContain("error CS", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_beside_the_project_is_compared_with_the_code()
    {
        var folder = await feed.CreateProjectAsync("OrdersWithRecord");
        File.WriteAllText(Path.Combine(folder, "workflows.shipped.json"), "{}\n");

        var result = await feed.DotnetAsync(folder, "build");

        Assert.True(result.ExitCode == 0, result.All);
        Assert.Matches(@"OrderWorkflow\.cs\(\d+,\d+\): warning WFG4001: The contract of '.*' v1 is not recorded", result.Output);

        File.WriteAllText(Path.Combine(folder, "workflows.shipped.json"), "{\n  \"format\": 9\n}\n");
        result = await feed.DotnetAsync(folder, "build");

        Assert.True(result.ExitCode != 0, result.All);
        Assert.Matches(@"workflows\.shipped\.json\(2,13\): error WFG4004: Line 2, column 13", result.Output);
    }

    private static void Edit(string folder, Func<string, string> change)
    {
        var file = Path.Combine(folder, "OrderWorkflow.cs");
        var before = File.ReadAllText(file);
        var after = change(before);
        Assert.NotEqual(before, after);
        File.WriteAllText(file, after);
    }

    [GeneratedRegex(@"    \[Step, Retry.*\n    Task<Payment> Charge.*\n")]
    private static partial Regex ChargeStep();
}
