using System.Text.Json;
using System.Text.Json.Serialization;
using WorkflowGen.Execution;

namespace WorkflowGen.Tests.Execution;

public sealed class ClosedFamilyTests
{
    [Fact]
    public void A_case_keeps_its_type_under_its_bare_name()
    {
        var json = Write<Verdict>(new Verdict.Approved(3));

        Assert.Equal("""{"$type":"Approved","Amount":3}""", json);
        Assert.Equal(new Verdict.Approved(3), Read<Verdict>(json));
        Assert.Equal(new Verdict.Later.Tomorrow("rain"), Read<Verdict>(Write<Verdict>(new Verdict.Later.Tomorrow("rain"))));
        Assert.Equal(new Verdict.Later.Tomorrow("sun"), Read<Verdict.Later>(Write<Verdict.Later>(new Verdict.Later.Tomorrow("sun"))));
    }

    [Fact]
    public void So_it_does_inside_another_value() =>
        Assert.Equal([new Verdict.Rejected(), new Verdict.Approved(1)], Read<Verdict[]>(Write<Verdict[]>([new Verdict.Rejected(), new Verdict.Approved(1)]))!);

    [Fact]
    public void What_the_author_has_named_stands() => Assert.Equal("""{"$type":"o"}""", Write<Named>(new Named.One()));

    [Theory]
    [InlineData("""{"$type":"System.Diagnostics.Process, System.Diagnostics.Process"}""")]
    [InlineData("""{"$type":"WorkflowGen.Tests.Execution.ClosedFamilyTests+Stranger"}""")]
    [InlineData("""{"Amount":3}""")]
    public void A_name_that_is_no_case_is_refused(string json) => Assert.ThrowsAny<Exception>(() => Read<Verdict>(json));

    private static string Write<T>(T value) => JsonSerializer.Serialize(value, HandoffJson.ByReflection<T>());

    private static T? Read<T>(string json) => JsonSerializer.Deserialize(json, HandoffJson.ByReflection<T>());

    public abstract record Verdict
    {
        private Verdict()
        {
        }

        public sealed record Approved(int Amount) : Verdict;

        public sealed record Rejected : Verdict;

        public abstract record Later : Verdict
        {
            public sealed record Tomorrow(string Why) : Later;
        }
    }

    [JsonDerivedType(typeof(One), "o")]
    public abstract record Named
    {
        public sealed record One : Named;
    }

    public sealed record Stranger;
}
