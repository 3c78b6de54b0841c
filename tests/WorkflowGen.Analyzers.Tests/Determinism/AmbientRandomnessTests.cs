using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Determinism;

[Rule("WFG1002")]
public sealed class AmbientRandomnessTests
{
    [Fact]
    public Task Fires_at_the_use() => Case.FiresAsync(Case.Step("""
        _ = {|WFG1002:Guid.NewGuid|}(); Random r = {|WFG1002:new()|}; _ = {|WFG1002:new Random|}(); _ = {|WFG1002:Random.Shared|}.Next();
        """));

    [Theory]
    [InlineData("_ = step.NewGuid();", "")]
    [InlineData("_ = step.Random.Next();", "")]
    [InlineData("_ = new Random(42).Next();", "")]
    [InlineData("_ = new Random(order.Count);", "")]
    [InlineData("Random r = new(7); _ = r.NextDouble();", "")]
    [InlineData("_ = Guid.Empty;", "")]
    [InlineData("_ = new Guid(\"00000000-0000-0000-0000-000000000001\");", "")]
    [InlineData("_ = Guid.Parse(order.Id); _ = new Guid(new byte[16]);", "")]
    [InlineData("_ = Path.Combine(\"a\", \"b\"); _ = Path.GetFileName(\"a\"); _ = Path.GetExtension(\"a.b\");", "")]
    [InlineData("_ = System.Security.Cryptography.SHA256.HashData(new byte[1]);", "")]
    [InlineData("_ = new System.Security.Cryptography.HMACSHA256(new byte[32]);", "")]
    [InlineData("_ = new Mine.Random();", "namespace Mine { class Random { } }")]
    [InlineData("_ = Far.Pick(new Random(1));", "static class Far { public static int Pick(Random r) => r.Next(); }")]
    public Task StaysSilent_on(string body, string types) => Case.ReportsAsync(Case.Step(body, types: types));
}
