using System.Text.RegularExpressions;
using WorkflowGen.TestSupport;
using static WorkflowGen.Samples.Tests.ConsoleLines;

namespace WorkflowGen.Samples.Tests;

public sealed partial class ComprehensiveTests
{
    private static readonly string Program = Repository.Output("samples/Comprehensive");

    [Fact]
    public async Task Every_feature_does_what_its_comment_says()
    {
        var result = await ChildProcess.RunAsync("dotnet", [Program]);

        Assert.True(result.ExitCode == 0, result.All);
        var lines = Of(result);
        Assert.Equal(s_ends, Ends(result));

        // Deciding
        InOrder(lines, "Transfer attempt 1, with key 'claim-1/Transfer'", "Transfer attempt 1 fails", "Transfer attempt 2 fails", "SendCheque a cheque, since the bank does not answer");
        Assert.Equal(1, Count(lines, "Translate translated"));
        Assert.Equal(2, Count(lines, "TakeAsItIs nothing to translate"));
        Assert.Equal(3, Count(lines, "CloseFile closed"));

        // Repeating
        InOrder(lines, "Fetch page 1 of 3", "Check[2] 100", "Fetch (round 2) page 2 of 3", "Check[2] (round 2) 200", "Fetch (round 3) page 3 of 3");
        InOrder(lines, "OpenBook the book is taken", "Sign signed, the book is free");
        Assert.Equal(1, Count(lines, "ReadBook"));
        Assert.Equal(2, Count(lines, "Dig["));
        Assert.Equal(3, Count(lines, "Weigh["));
        Assert.Equal(0, Count(lines, "AskSouth"));

        // Waiting
        InOrder(lines, "Cook[1] fish", "Applaud To the cook!", "Wash in the run party-1.WashUp");
        Assert.Equal(2, Count(lines, "Cook["));
        Assert.Equal(0, Count(lines, "PlayMusic"));

        // Undoing
        InOrder(lines, "Print page 2 at attempt 1", "Print page 3 at attempt 2");
        InOrder(lines, "BookRoom Hotel Atlantis", "CancelRoom Hotel Atlantis for Grace is cancelled: there is no such place", "CancelFlight WG 1 is cancelled", "= failed in step 'Print'");
        Assert.Equal(1, Count(lines, "CancelFlight"));
    }

    [Fact]
    public async Task With_a_store_the_second_start_finds_what_the_first_has_done()
    {
        using var folder = new TemporaryFolder();
        var first = await ChildProcess.RunAsync("dotnet", [Program, folder.File("runs.db")]);
        var second = await ChildProcess.RunAsync("dotnet", [Program, folder.File("runs.db")]);

        Assert.True(first.ExitCode == 0, first.All);
        Assert.True(second.ExitCode == 0, second.All);
        Assert.Equal(s_ends, Ends(first));
        Assert.Equal(s_ends, Ends(second));
        // A child that nobody waits for may have been cut short by the end of the first process.
        Assert.DoesNotContain(second.Output.Split('\n'), line => line.StartsWith("  ", StringComparison.Ordinal) && !line.StartsWith("  Send ", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_attribute_of_the_language_is_shown()
    {
        var sample = string.Concat(Directory.GetFiles(Path.Combine(Repository.Root, "samples", "Comprehensive"), "*.cs").Select(File.ReadAllText));
        var attributes = Directory.GetFiles(Path.Combine(Repository.Root, "src", "WorkflowGen", "Language"), "*.cs")
            .SelectMany(file => Declared().Matches(File.ReadAllText(file)))
            .Select(m => m.Groups["name"].Value)
            .Except(["Renamed", "Upcast", "DeterminismSummary"]) // about runs of earlier builds, which a sample has none of; written by the generator alone
            .ToList();

        Assert.True(attributes.Count > 20);
        Assert.DoesNotContain(attributes, name => !Regex.IsMatch(sample, $@"(\[|, ){name}(\(|\]|,)"));
    }

    private static readonly string[] s_ends =
    [
        "= paid 300",
        "= paid 700",
        "= declined: the claim of Edsger is beyond the limit",
        "= 3 pages, 656 in all, estimated 656; 2 votes, 2 holes, 6 kg",
        "= soup and fish, 2 plates washed, no music",
        "= cancelled",
        "= Ada to Paris by WG 1, Hotel Paris",
        "= failed in step 'Print': there is no such place",
        "= stocktaking: counted, since somebody asked for it",
    ];

    private static string[] Ends(ProcessResult result) => [.. Of(result).Where(line => line.StartsWith("= ", StringComparison.Ordinal))];

    [GeneratedRegex(@"public sealed class (?<name>\w+)Attribute\b")]
    private static partial Regex Declared();
}
