using System.Globalization;
using System.Text.RegularExpressions;
using WorkflowGen.Scheduling;

namespace WorkflowGen.Tests.Scheduling;

/// <summary>The table of docs/schedules.md is true.</summary>
public sealed partial class DaylightSavingPageTests
{
    [Fact]
    public void Each_line_of_the_table_is_what_happens()
    {
        var lines = Line().Matches(File.ReadAllText(Path.Combine(Root(), "docs", "schedules.md")));
        Assert.True(lines.Count >= 9);
        foreach (Match line in lines)
        {
            var calendar = new ZonedCron(CronExpression.Parse(line.Groups["cron"].Value).Expression!, TimeZoneInfo.FindSystemTimeZoneById(line.Groups["zone"].Value));
            var at = Instant(line.Groups["after"].Value);
            foreach (var due in line.Groups["due"].Value.Split(", "))
            {
                var next = calendar.After(at);
                Assert.True(next == Instant(due), $"{line.Value}: {next:u}");
                at = next!.Value;
            }
        }
    }

    private static DateTimeOffset Instant(string text) => DateTimeOffset.ParseExact(text, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "WorkflowGen.sln")))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    [GeneratedRegex(@"^\| `(?<cron>[^`]+)` \| (?<zone>[A-Za-z_/]+) \| (?<after>[0-9: -]+) \| (?<due>[0-9:, -]+) \|", RegexOptions.Multiline)]
    private static partial Regex Line();
}
