using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Determinism;

[Rule("WFG1003")]
public sealed class EnvironmentFactTests
{
    [Fact]
    public Task Fires_at_the_use() => Case.FiresAsync(Case.Step("""
        _ = {|WFG1003:Environment.MachineName|};
        """));

    [Theory]
    [InlineData("_ = Environment.NewLine;", "")]
    [InlineData("_ = Environment.SpecialFolder.Desktop;", "")]
    [InlineData("_ = Path.DirectorySeparatorChar;", "")]
    [InlineData("GC.KeepAlive(order); GC.SuppressFinalize(order);", "")]
    [InlineData("_ = new Mine.Environment().MachineName;", "namespace Mine { class Environment { public string MachineName => \"\"; } }")]
    [InlineData("_ = await File.ReadAllTextAsync(\"a\"); _ = File.Exists(\"a\"); _ = Directory.GetFiles(\"a\");", "")]
    [InlineData("using var c = new HttpClient(); _ = await c.GetStringAsync(\"http://a\");", "")]
    [InlineData("using var p = System.Diagnostics.Process.Start(\"a\"); p.WaitForExit();", "")]
    [InlineData("Console.WriteLine(order.Id);", "")]
    [InlineData("_ = typeof(Order).Assembly.GetName();", "")]
    public Task StaysSilent_on(string body, string types) => Case.ReportsAsync(Case.Step(body, types: types));
}
