using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Determinism;

[Rule("WFG1008")]
public sealed class UnstableHashCodeTests
{
    [Fact]
    public Task Fires_at_the_use() => Case.FiresAsync(Case.Step("""
        _ = {|WFG1008:order.Id.GetHashCode|}();
        """));

    [Theory]
    [InlineData("_ = order.Count.GetHashCode(); _ = 1L.GetHashCode(); _ = 'a'.GetHashCode(); _ = true.GetHashCode(); _ = Guid.Empty.GetHashCode(); _ = DayOfWeek.Friday.GetHashCode();", "")]
    [InlineData("_ = new Far().GetHashCode();", "class Far { public override int GetHashCode() => 3; public override bool Equals(object? o) => true; }")]
    [InlineData("_ = order.Id.Equals(\"a\"); _ = order == new Order(\"a\", 1); _ = new HashSet<string> { \"a\" }.Contains(\"b\");", "")]
    [InlineData("_ = nameof(GetHashCode);", "")]
    [InlineData("_ = Far.HashCode.Combine(1, 2);", "static class Far { public static class HashCode { public static int Combine(int a, int b) => a; } }")]
    [InlineData("_ = EqualityComparer<int>.Default.GetHashCode(1);", "")]
    public Task StaysSilent_on(string body, string types) => Case.ReportsAsync(Case.Step(body, types: types));
}
