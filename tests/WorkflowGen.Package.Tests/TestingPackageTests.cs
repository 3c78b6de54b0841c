namespace WorkflowGen.Package.Tests;

/// <summary>The package for tests, in a program that has no test framework at all.</summary>
[Collection<PackedFeedCollection>]
public sealed class TestingPackageTests(PackedFeed feed)
{
    [Fact]
    public async Task A_program_tests_its_workflow_with_a_crash_at_every_store_call()
    {
        var folder = await feed.CreateProjectAsync("TestedGreetings");
        File.Delete(Path.Combine(folder, "OrderWorkflow.cs"));
        File.Delete(Path.Combine(folder, "Shop.cs"));
        File.WriteAllText(Path.Combine(folder, "Program.cs"), """
            using WorkflowGen;
            using WorkflowGen.Testing;

            await using var test = WorkflowTest.For<Greeting>();
            test.Replace(Greeting.Steps.Greet, name => "Bye, " + name);
            await test.Client<GreetingClient>().StartAsync("g", "Ada");
            await test.RunUntilIdleAsync();
            Console.Write(test.Story("g"));

            var report = await CrashEverywhere.RunAsync<Greeting>(async test =>
            {
                await test.Client<GreetingClient>().StartAsync("g", "Ada");
                await test.RunUntilIdleAsync();
            });

            [Workflow("greeting")]
            public sealed partial class Greeting
            {
                public partial ValueTask<string> RunAsync(string name, CancellationToken cancellationToken = default);
                [Step] string Greet(string name) => "Hello, " + name;
            }
            """);
        var add = await feed.DotnetAsync(folder, "add", "package", "WorkflowGen.Testing", "--prerelease");
        Assert.True(add.ExitCode == 0, add.All);

        var result = await feed.DotnetAsync(folder, "run");

        Assert.True(result.ExitCode == 0, result.All);
        Assert.DoesNotContain("warning", result.Output, StringComparison.Ordinal);
        Assert.Contains("completed Greet  \"Bye, Ada\"", result.Output, StringComparison.Ordinal);
        Assert.Matches(@"CrashEverywhere: \d+ crashes, \d+ lost answers", result.Output);
    }
}
