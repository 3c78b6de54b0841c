using System.Text.RegularExpressions;
using WorkflowGen.TestSupport;

namespace WorkflowGen.Package.Tests;

/// <summary>The code of docs/getting-started.md, in a new project.</summary>
[Collection<PackedFeedCollection>]
public sealed partial class GettingStartedTests(PackedFeed feed)
{
    [Fact]
    public async Task Its_code_builds_and_runs()
    {
        var guide = File.ReadAllText(Path.Combine(Repository.Root, "docs", "getting-started.md"));
        var blocks = Block().Matches(guide).Select(m => m.Groups["code"].Value).ToList();
        Assert.Equal(3, blocks.Count);

        var folder = await feed.CreateProjectAsync("Invoicing");
        File.Delete(Path.Combine(folder, "OrderWorkflow.cs"));
        File.Delete(Path.Combine(folder, "Shop.cs"));
        File.WriteAllText(Path.Combine(folder, "Invoices.cs"), blocks[0]);
        File.WriteAllText(Path.Combine(folder, "Program.cs"), $$"""
            using Microsoft.Extensions.DependencyInjection;
            using Microsoft.Extensions.Hosting;

            {
            {{blocks[1]}}
            Console.WriteLine($"in memory {invoice.Total}");
            }
            {
            {{blocks[2]}}
            Console.WriteLine($"durable {invoice.Total}");
            }
            """);

        var result = await feed.DotnetAsync(folder, "run");

        Assert.True(result.ExitCode == 0, result.All);
        Assert.DoesNotContain("warning", result.Output, StringComparison.Ordinal);
        Assert.Matches(@"in memory 119\D", result.Output);
        Assert.Matches(@"durable 119\D", result.Output);
    }

    [GeneratedRegex(@"^```csharp\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
