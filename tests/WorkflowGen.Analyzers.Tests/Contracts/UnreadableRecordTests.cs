using WorkflowGen.Roslyn.Shipped;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Contracts;

[Rule("WFG4004")]
public sealed class UnreadableRecordTests
{
    [Theory]
    [InlineData("[]", 1, 1, "expected an object")]
    [InlineData("{ \"format\": 2 }", 1, 13, "reads 1")]
    [InlineData("{\n  \"format\": 1,\n  \"workflows\": { \"a\": { \"x\": {} } }\n}", 3, 25, "expected a version from 1, and found 'x'")]
    [InlineData("{\n  \"format\": 1,\n}", 3, 1, "expected a name in quotation marks, and found '}'")]
    [InlineData("{ \"format\": 1, \"format\": 1 }", 1, 16, "'format' is there twice")]
    [InlineData("{ \"format\": 1, \"workflows\": { \"a\": { \"1\": { \"nods\": {} } } } }", 1, 45, "has a 'nods', which means nothing")]
    [InlineData("{ \"format\": 1 // yes\n}", 1, 15, "expected ',' or '}'")]
    [InlineData("{ \"format\": 1.5 }", 1, 13, "expected a whole number")]
    [InlineData("{ \"format\": \"1\\x\" }", 1, 16, "expected an escape")]
    [InlineData("{ \"format\": 1", 1, 14, "the end of the file")]
    [InlineData("<<<<<<< HEAD\n{}", 1, 1, "expected a value")]
    public async Task FiresWithLineAndColumn(string record, int line, int column, string what)
    {
        var only = Assert.Single(await ContractCase.ReportedAsync(record, "class Nothing;"));
        Assert.Equal("WFG4004", only.Id);
        Assert.Contains(what, only.GetMessage(), StringComparison.Ordinal);
        Assert.Equal((line - 1, column - 1), (only.Location.GetLineSpan().StartLinePosition.Line, only.Location.GetLineSpan().StartLinePosition.Character));
        Assert.StartsWith($"Line {line}, column {column}: ", only.GetMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task StaysSilentForAnEmptyFile() => Assert.Empty(await ContractCase.ReportedAsync(" \n", "class Nothing;"));

    /// <summary>Whatever it is cut to, it is read or refused with a place.</summary>
    [Fact]
    public void Any_half_of_it_is_refused_with_a_place()
    {
        var text = ContractCase.Record(ContractCase.Shop);
        for (var length = 1; length < text.Length - 1; length++)
            Assert.InRange(Assert.Throws<JsonTextException>(() => ShippedReader.Read(text[..length])).Position, 0, length);
        Assert.Throws<JsonTextException>(() => ShippedReader.Read(new string('[', 100_000)));
    }

    [Fact]
    public void What_is_written_is_read_again()
    {
        var file = ContractCase.FileOf(ContractCase.Shop);
        var text = ShippedWriter.Write(file);
        Assert.Equal(text, ShippedWriter.Write(ShippedReader.Read(text)));
        Assert.DoesNotContain('\r', text);
    }
}
