using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Determinism;

[Rule("WFG1009")]
public sealed class AmbientCultureTests
{
    [Fact]
    public Task Fires_at_the_use() => Case.FiresAsync(Case.Step("""
        var price = 1.5m; _ = {|WFG1009:price.ToString|}(); _ = $"{{|WFG1009:price|}}"; _ = {|WFG1009:order.Id.ToUpper|}();
        """));

    [Theory]
    [InlineData("_ = 1.5.ToString(System.Globalization.CultureInfo.InvariantCulture);", "")]
    [InlineData("_ = 1.5.ToString(\"N2\", System.Globalization.CultureInfo.InvariantCulture);", "")]
    [InlineData("_ = 1.5.ToString(System.Globalization.NumberFormatInfo.InvariantInfo);", "")]
    [InlineData("_ = order.Count.ToString(); _ = order.Count.ToString(\"D3\"); _ = order.Count.ToString(\"X\"); _ = order.Count.ToString(\"000\");", "")]
    [InlineData("_ = $\"{order.Count} {order.Id} {order.Count:D3} {Guid.Empty} {true} {'c'} {DayOfWeek.Friday}\";", "")]
    [InlineData("_ = FormattableString.Invariant($\"{1.5}\");", "")]
    [InlineData("_ = string.Create(System.Globalization.CultureInfo.InvariantCulture, $\"{1.5} {step.UtcNow}\");", "")]
    [InlineData("_ = string.Format(System.Globalization.CultureInfo.InvariantCulture, \"{0}\", 1.5); _ = string.Format(\"{0} {1}\", order.Count, order.Id);", "")]
    [InlineData("_ = step.UtcNow.ToString(\"O\"); _ = $\"{step.UtcNow:O}\"; _ = step.UtcNow.ToString(\"R\"); _ = $\"{step.UtcNow:u}\";", "")]
    [InlineData("_ = double.Parse(\"1\", System.Globalization.CultureInfo.InvariantCulture); _ = double.TryParse(\"1\", System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out _);", "")]
    [InlineData("_ = int.Parse(\"1\"); _ = int.TryParse(\"1\", out _); _ = Guid.Parse(\"1\"); _ = bool.Parse(\"true\"); _ = Enum.Parse<DayOfWeek>(\"Friday\"); _ = Convert.ToInt32(\"1\");", "")]
    [InlineData("_ = order.Id.ToUpperInvariant(); _ = order.Id.ToLowerInvariant(); _ = char.ToUpperInvariant('a');", "")]
    [InlineData("_ = string.CompareOrdinal(\"a\", \"b\"); _ = string.Compare(\"a\", \"b\", StringComparison.Ordinal); _ = order.Id.StartsWith(\"a\", StringComparison.Ordinal); _ = order.Id.StartsWith('a'); _ = order.Id.IndexOf('a'); _ = order.Id.Contains(\"a\"); _ = order.Id.Replace(\"a\", \"b\"); _ = order.Id == \"a\"; _ = order.Id.Equals(\"a\");", "")]
    [InlineData("_ = StringComparer.Ordinal; _ = StringComparer.InvariantCulture; _ = System.Globalization.CultureInfo.InvariantCulture; _ = System.Globalization.CultureInfo.GetCultureInfo(\"de\");", "")]
    [InlineData("_ = TimeSpan.FromSeconds(1).ToString(); _ = $\"{TimeSpan.Zero}\"; _ = TimeSpan.Zero.ToString(\"c\");", "")]
    [InlineData("throw new InvalidOperationException($\"bad {1.5}\");", "")]
    [InlineData("_ = new Far().ToString(); _ = new Far().ToUpper(); _ = Far.Parse(\"a\");", "class Far { public string ToUpper() => \"\"; public static int Parse(string s) => 1; }")]
    [InlineData("_ = new System.Text.StringBuilder().Append(1).Append('a').Append(\"b\").Append(System.Globalization.CultureInfo.InvariantCulture, $\"{1.5}\").ToString();", "")]
    [InlineData("_ = string.Join(\",\", new[] { 1, 2 }); _ = string.Concat(\"a\", 1); _ = \"a\" + 1 + 'c' + true;", "")]
    [InlineData("_ = System.Text.Json.JsonSerializer.Serialize(1.5); _ = System.Xml.XmlConvert.ToString(1.5);", "")]
    [InlineData("System.Globalization.CultureInfo c = new(\"de-DE\"); _ = 1.5.ToString(c); _ = order.Id.ToUpper(c);", "")]
    [InlineData("FormattableString f = $\"{1.5}\"; _ = f.ToString(System.Globalization.CultureInfo.InvariantCulture);", "")]
    public Task StaysSilent_on(string body, string types) => Case.ReportsAsync(Case.Step(body, types: types));
}
