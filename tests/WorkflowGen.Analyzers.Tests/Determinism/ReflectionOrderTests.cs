using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Determinism;

[Rule("WFG1010")]
public sealed class ReflectionOrderTests
{
    [Fact]
    public Task Fires_at_the_use() => Case.FiresAsync(Case.Step("""
        foreach (var p in {|WFG1010:typeof(Order).GetProperties|}()) { }
        """));

    [Theory]
    [InlineData("foreach (var p in typeof(Order).GetProperties().OrderBy(p => p.Name)) { }", "")]
    [InlineData("_ = typeof(Order).GetProperty(\"Id\"); _ = typeof(Order).GetMethod(\"ToString\"); _ = typeof(Order).Name;", "")]
    [InlineData("_ = typeof(Order).GetProperties().Length; _ = typeof(Order).GetProperties().Any(p => p.Name == \"a\"); _ = typeof(Order).GetProperties().Single(p => p.Name == \"Id\");", "")]
    [InlineData("_ = typeof(Order).GetProperties().ToDictionary(p => p.Name);", "")]
    [InlineData("var p = typeof(Order).GetProperties(); Array.Sort(p, (a, b) => string.CompareOrdinal(a.Name, b.Name)); _ = p[0];", "")]
    [InlineData("_ = new Far().GetProperties()[0];", "class Far { public int[] GetProperties() => [1]; }")]
    [InlineData("_ = Enum.GetValues<DayOfWeek>()[0];", "")]
    public Task StaysSilent_on(string body, string types) => Case.ReportsAsync(Case.Step(body, types: types));
}
