namespace WorkflowGen.Package.Tests;

/// <summary>A library and a program on it, each a project with the package.</summary>
[Collection<PackedFeedCollection>]
public sealed class LibraryTests(PackedFeed feed)
{
    [Fact]
    public async Task The_clock_in_a_library_is_an_error_in_the_program_with_the_whole_chain()
    {
        var program = await ProjectAsync("DatedProgram", """
            using WorkflowGen;

            [Workflow("greeting")]
            public sealed partial class Greeting
            {
                public partial ValueTask<string> RunAsync(string name, CancellationToken cancellationToken = default);
                [Step] string Greet(string name) => "Hello, " + name + Dates.Stamp.Year();
            }
            """);
        File.WriteAllText(Path.Combine(program, "Program.cs"), "System.Console.WriteLine(Dates.Stamp.Year());");
        var library = await ProjectAsync("Dates", """
            namespace Dates;

            public static class Stamp { public static int Year() => Clock.Now().Year; }
            static class Clock { public static System.DateTimeOffset Now() => System.DateTimeOffset.UtcNow; }
            """);
        var project = Path.Combine(library, "Dates.csproj");
        File.WriteAllText(project, File.ReadAllText(project).Replace("<OutputType>Exe</OutputType>", "<ProduceReferenceAssembly>true</ProduceReferenceAssembly>", StringComparison.Ordinal));
        var add = await feed.DotnetAsync(program, "add", "reference", project);
        Assert.True(add.ExitCode == 0, add.All);

        var result = await feed.DotnetAsync(program, "build");

        Assert.True(result.ExitCode != 0, result.All);
        Assert.Matches(@"Greeting\.cs\(7,\d+\): error WFG1001: 'Greeting\.Greet' → 'Stamp\.Year' → 'Clock\.Now' → 'DateTimeOffset\.UtcNow' reads", result.Output);
        Assert.DoesNotContain("error CS", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("warning", result.Output, StringComparison.Ordinal);
    }

    private async Task<string> ProjectAsync(string name, string source)
    {
        var folder = await feed.CreateProjectAsync(name);
        foreach (var file in Directory.GetFiles(folder, "*.cs"))
            File.Delete(file);
        File.WriteAllText(Path.Combine(folder, name == "Dates" ? "Stamp.cs" : "Greeting.cs"), source);
        return folder;
    }
}
