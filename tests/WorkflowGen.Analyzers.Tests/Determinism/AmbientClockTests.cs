using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Determinism;

[Rule("WFG1001")]
public sealed class AmbientClockTests
{
    [Fact]
    public Task Fires_at_the_use() => Case.FiresAsync(Case.Step("""
        _ = {|WFG1001:DateTime.UtcNow|};
        """));

    [Theory]
    [InlineData("_ = step.UtcNow;", "")]
    [InlineData("_ = step.UtcNow.UtcDateTime.AddDays(1);", "")]
    [InlineData("_ = nameof(DateTime.UtcNow);", "")]
    [InlineData("_ = typeof(DateTime);", "")]
    [InlineData("_ = \"DateTime.UtcNow\"; // DateTime.UtcNow", "")]
    [InlineData("_ = DateTime.UnixEpoch;", "")]
    [InlineData("_ = DateTime.MinValue.AddDays(1).Date;", "")]
    [InlineData("_ = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);", "")]
    [InlineData("_ = TimeSpan.FromSeconds(3);", "")]
    [InlineData("_ = DateOnly.FromDateTime(step.UtcNow.UtcDateTime);", "")]
    [InlineData("DateTime? d = null; if (d is DateTime x) { _ = x.Year; }", "")]
    [InlineData("_ = Mine.DateTime.Now;", "namespace Mine { class DateTime { public static int Now => 1; } }")]
    [InlineData("_ = Clock.UtcNow;", "static class Clock { public static int UtcNow => 1; }")]
    [InlineData("TimeZoneInfo z = TimeZoneInfo.Utc; _ = z.BaseUtcOffset;", "")]
    [InlineData("System.Linq.Expressions.Expression<Func<DateTime>> e = () => DateTime.UtcNow;", "")]
    [InlineData("#if false\n_ = DateTime.UtcNow;\n#endif", "")]
    [InlineData("void Unused() { _ = DateTime.UtcNow; }", "")]
    [InlineData("Far.Take(default(TimeProvider)!);", "static class Far { public static void Take(TimeProvider t) { } }")]
    [InlineData("_ = System.Diagnostics.Stopwatch.Frequency;", "")]
    [InlineData("_ = Far.Add(1);", "static class Far { static readonly DateTime s_started = DateTime.UtcNow; public static int Add(int i) => i + 1; public static DateTime Started => s_started; }")]
    [InlineData("_ = new Far();", "class Far { ~Far() { _ = DateTime.UtcNow; } }")]
    [InlineData("Base b = new Far(); b.Do();", "class Base { public virtual void Do() { } } sealed class Far : Base { } class Other : Base { public override void Do() => _ = DateTime.UtcNow; }")]
    [InlineData("IClock c = new Fake(); _ = c.Now();", "interface IClock { DateTime Now(); } class Fake : IClock { public DateTime Now() => default; } class Real : IClock { public DateTime Now() => DateTime.UtcNow; }")]
    [InlineData("Far.Use(null!);", "interface IClock { DateTime Now(); } class Fake : IClock { public DateTime Now() => default; } class Real : IClock { public DateTime Now() => DateTime.UtcNow; } static class Far { public static void Use(IClock c) => c.Now(); }")]
    [InlineData("_ = Far.Now<Fake>();", "interface IClock { static abstract DateTime Now(); } class Fake : IClock { public static DateTime Now() => default; } class Real : IClock { public static DateTime Now() => DateTime.UtcNow; } static class Far { public static DateTime Now<T>() where T : IClock => T.Now(); }")]
    [InlineData("object o = order; _ = o.Equals(order); _ = o.ToString();", "class Far { public override string ToString() => DateTime.UtcNow.ToString(\"O\"); }")]
    [InlineData("var d = new Dictionary<string, int>(); _ = d.Count;", "")]
    [InlineData("Order? o = null; _ = o?.Count;", "class Far { public DateTime Count => DateTime.UtcNow; }")]
    [InlineData("Far.Do();", "static class Far { [AllowNondeterminism(\"shown only\")] public static void Do() => _ = DateTime.UtcNow; }")]
    [InlineData("Far.Do();", "[AllowNondeterminism(\"shown only\")] static class Far { public static void Do() => _ = DateTime.UtcNow; }")]
    [InlineData("_ = Far.Now;", "static class Far { [AllowNondeterminism(\"shown only\")] public static DateTime Now => DateTime.UtcNow; }")]
    [InlineData("_ = Far.T;", "static class Far { [AllowNondeterminism(\"shown only\")] public static readonly DateTime T = DateTime.UtcNow; }")]
    [InlineData("_ = new Far();", "class Far { [AllowNondeterminism(\"shown only\")] public Far() { _ = DateTime.UtcNow; } }")]
    [InlineData("_ = Far.Do;", "class Far { [Obsolete(nameof(DateTime.UtcNow))] public const int Do = 1; }")]
    public Task StaysSilent_on(string body, string types) => Case.ReportsAsync(Case.Step(body, types: types));
}
