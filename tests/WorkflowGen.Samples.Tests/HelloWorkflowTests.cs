using WorkflowGen.TestSupport;

namespace WorkflowGen.Samples.Tests;

public sealed class HelloWorkflowTests
{
    private static readonly string Program = Repository.Output("samples/HelloWorkflow");

    [Fact]
    public async Task Says_hello()
    {
        var result = await ChildProcess.RunAsync("dotnet", [Program, "Ada"]);
        Assert.Equal(0, result.ExitCode);
        Assert.Equal("Hello, Ada!", result.Output.TrimEnd());
    }

    [Fact]
    public void Has_ten_lines() => Assert.True(File.ReadAllLines(Path.Combine(Repository.Root, "samples/HelloWorkflow/Program.cs")).Length <= 10);
}
