using System.Runtime.CompilerServices;

namespace WorkflowGen.Testing.Tests;

public sealed class DocumentationTests
{
    [Fact]
    public void The_example_is_the_one_that_is_tested_here()
    {
        string folder = Path.GetDirectoryName(Here())!;
        string example = File.ReadAllText(Path.Combine(folder, "DocumentedExample.cs")).ReplaceLineEndings("\n");
        string page = File.ReadAllText(Path.Combine(folder, "..", "..", "docs", "testing.md")).ReplaceLineEndings("\n");

        Assert.Contains($"```csharp\n{example}```", page, StringComparison.Ordinal);
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
