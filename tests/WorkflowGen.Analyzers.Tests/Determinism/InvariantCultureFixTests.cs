using WorkflowGen.CodeFixes.Determinism;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Determinism;

[Rule("WFG1009")]
public sealed class InvariantCultureFixTests
{
    [Theory]
    [InlineData("price.ToString()", "price.ToString(CultureInfo.InvariantCulture)")]
    [InlineData("price.ToString(\"N2\")", "price.ToString(\"N2\", CultureInfo.InvariantCulture)")]
    [InlineData("decimal.Parse(id)", "decimal.Parse(id, CultureInfo.InvariantCulture)")]
    [InlineData("Convert.ToDecimal(id)", "Convert.ToDecimal(id, CultureInfo.InvariantCulture)")]
    [InlineData("string.Format(\"{0}\", price)", "string.Format(CultureInfo.InvariantCulture, \"{0}\", price)")]
    [InlineData("$\"a {price:N2} b\"", "string.Create(CultureInfo.InvariantCulture, $\"a {price:N2} b\")")]
    [InlineData("id.ToUpper()", "id.ToUpperInvariant()")]
    [InlineData("id.ToLower()", "id.ToLowerInvariant()")]
    [InlineData("char.ToUpper('a')", "char.ToUpperInvariant('a')")]
    [InlineData("id.StartsWith(\"a\")", "id.StartsWith(\"a\", StringComparison.Ordinal)")]
    [InlineData("id.IndexOf(\"a\")", "id.IndexOf(\"a\", StringComparison.Ordinal)")]
    [InlineData("string.Compare(id, \"b\")", "string.Compare(id, \"b\", StringComparison.Ordinal)")]
    public Task Fix_makes_it_invariant(string before, string after) =>
        FixRun.VerifyAsync(Case.Analyzer, new InvariantCultureFix(), Source(before), Source(after));

    private static string Source(string expression) => $$"""
        using System.Globalization;

        public sealed record Order(string Id);
        [Workflow]
        public sealed partial class W
        {
            public partial ValueTask<Order> RunAsync(Order order, CancellationToken cancellationToken = default);
            [Step]
            Order Work(Order order)
            {
                var (id, price) = (order.Id, 1.5m);
                object text = {{expression}};
                return order with { Id = id + (price > 1) + (text is string) };
            }
        }
        """;
}
