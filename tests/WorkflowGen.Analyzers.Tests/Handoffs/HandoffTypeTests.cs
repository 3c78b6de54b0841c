using WorkflowGen.Analyzers.Handoffs;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Handoffs;

/// <summary>One type after the other, as a member of a handoff.</summary>
public sealed class HandoffTypeTests
{
    [Theory]
    [InlineData("Func<int>", "a delegate")]
    [InlineData("System.Linq.Expressions.Expression<Func<int>>", "an expression tree")]
    [InlineData("FileStream", "a stream")]
    [InlineData("StringReader", "a reader")]
    [InlineData("TextWriter", "a writer")]
    [InlineData("Task<int>", "a task, which is not finished")]
    [InlineData("ValueTask", "a task, which is not finished")]
    [InlineData("IAsyncEnumerable<int>", "an asynchronous stream")]
    [InlineData("nint", "a native-sized integer, whose meaning ends with the process")]
    [InlineData("CancellationToken", "a cancellation token; take one as a parameter instead")]
    [InlineData("CancellationTokenSource", "a threading primitive")]
    [InlineData("Type", "a reflection object")]
    [InlineData("System.Reflection.MethodInfo", "a reflection object")]
    [InlineData("Thread", "a threading primitive")]
    [InlineData("SemaphoreSlim", "a threading primitive")]
    [InlineData("Lock", "a threading primitive")]
    [InlineData("Microsoft.Win32.SafeHandles.SafeFileHandle", "a handle")]
    [InlineData("System.Data.Common.DbConnection", "a database connection")]
    [InlineData("HttpClient", "an HTTP object")]
    [InlineData("IServiceProvider", "a service provider")]
    [InlineData("Microsoft.Extensions.Logging.ILogger<string>", "a logger")]
    [InlineData("Lazy<int>", "a value that may not have been computed yet")]
    [InlineData("WeakReference<string>", "a weak reference")]
    [InlineData("InvalidOperationException", "an exception")]
    [InlineData("Random", "a random number generator")]
    [InlineData("int[,]", "a multi-dimensional array")]
    [InlineData("IQueryable<int>", "a query that has not been run")]
    [InlineData("IComparable<int>", "an interface without [JsonDerivedType] cases")]
    [InlineData("Abstract", "an abstract class without a concrete one below it")]
    [InlineData("Hidden", "a type without a public constructor, so it cannot be read back")]
    [InlineData("Disposable", "a disposable resource")]
    [InlineData("System.Collections.ObjectModel.ReadOnlyCollection<int>", "a read-only wrapper, which cannot be read back; use IReadOnlyList<T>")]
    [InlineData("Dictionary<Plain, int>", "a dictionary whose keys are of type 'Plain', which has no text form")]
    public Task CannotBeSerialised(string type, string what) => CheckAsync(type, $"cannot be serialised: 'Root.Member' is {what}");

    [Theory]
    [InlineData("object", "untyped: 'object' at 'Root.Member'")]
    [InlineData("dynamic", "untyped: 'dynamic' at 'Root.Member'")]
    [InlineData("List<object>", "untyped: 'object' at 'Root.Member[]'")]
    [InlineData("Dictionary<string, object>", "untyped: 'object' at 'Root.Member[]'")]
    [InlineData("System.Text.Json.JsonElement", "untyped: 'JsonElement' at 'Root.Member'")]
    [InlineData("System.Text.Json.JsonDocument", "untyped: 'JsonDocument' at 'Root.Member'")]
    [InlineData("System.Text.Json.Nodes.JsonNode", "untyped: 'JsonNode' at 'Root.Member'")]
    [InlineData("System.Text.Json.Nodes.JsonObject", "untyped: 'JsonObject' at 'Root.Member'")]
    [InlineData("System.Collections.ArrayList", "untyped: 'ArrayList' at 'Root.Member'")]
    [InlineData("System.Collections.Hashtable", "untyped: 'Hashtable' at 'Root.Member'")]
    [InlineData("System.Collections.IEnumerable", "untyped: 'IEnumerable' at 'Root.Member'")]
    [InlineData("System.Dynamic.ExpandoObject", "untyped: 'ExpandoObject' at 'Root.Member'")]
    public Task IsUntyped(string type, string what) => CheckAsync(type, $"is {what} says nothing of what is handed over");

    [Theory]
    [InlineData("(int A, string B)", "is a value tuple, whose elements are fields and not serialised; declare a record")]
    [InlineData("System.Numerics.Vector2", "is a field, which is not serialised without [JsonInclude]", ".X")]
    [InlineData("Stack<int>", "is a stack, which comes back in the opposite order; hand a list over")]
    [InlineData("Secret", "keeps its state in members that are not public, which are not serialised")]
    [InlineData("Titled", "is a property of a collection, of which only the elements are serialised", ".Title")]
    public Task LosesAValue(string type, string what, string member = "") => CheckAsync(type, $"loses a value when it is serialised: 'Root.Member{member}' {what}");

    [Theory]
    [InlineData("string")]
    [InlineData("int?")]
    [InlineData("Int128")]
    [InlineData("DateOnly?")]
    [InlineData("DayOfWeek")]
    [InlineData("byte[]")]
    [InlineData("ReadOnlyMemory<byte>")]
    [InlineData("int[][]")]
    [InlineData("IEnumerable<Plain>")]
    [InlineData("ISet<string>")]
    [InlineData("IReadOnlyDictionary<Guid, List<Plain?>>")]
    [InlineData("System.Collections.Immutable.ImmutableArray<int>")]
    [InlineData("System.Collections.Immutable.ImmutableDictionary<DayOfWeek, Plain>")]
    [InlineData("System.Collections.Concurrent.ConcurrentDictionary<string, int>")]
    [InlineData("KeyValuePair<string, int>")]
    [InlineData("Tuple<int, string>")]
    [InlineData("Version")]
    [InlineData("Plain")]
    [InlineData("Recursive")]
    [InlineData("Grows<int>")]
    [InlineData("Money")]
    [InlineData("Empty")]
    [InlineData("Mutable")]
    [InlineData("Derived")]
    [InlineData("Lines")]
    [InlineData("Generic<Plain>")]
    public async Task IsFine(string type) => Assert.Empty(await MessagesAsync(type));

    [Fact]
    public async Task FieldsAreFineWhereTheContextIncludesThem() => Assert.Empty(await AnalyzerRun.DiagnosticsAsync(new SerialisationAnalyzer(), """
        using System.Text.Json;
        using System.Text.Json.Serialization;
        using System.Text.Json.Serialization.Metadata;

        public sealed class Order { public string Id = ""; public (int A, int B) Size; }

        [JsonSourceGenerationOptions(IncludeFields = true), JsonSerializable(typeof(Order))]
        public sealed partial class Json(JsonSerializerOptions? options) : JsonSerializerContext(options)
        {
            protected override JsonSerializerOptions? GeneratedSerializerOptions => null;
            public override JsonTypeInfo? GetTypeInfo(Type type) => null;
        }

        [Workflow(JsonContext = typeof(Json))] public partial class W
        {
            public partial ValueTask RunAsync(Order order);
            [Step] void Use(Order order) { }
        }
        """));

    private static async Task CheckAsync(string type, string expected) =>
        Assert.Equal($"Input 'root' of 'types' {expected}", Assert.Single(await MessagesAsync(type)));

    private static async Task<IEnumerable<string>> MessagesAsync(string type)
    {
        var compilation = TestCompilation.Create($$"""
            public record Root({{type}} Member);
            public record Plain(string A, int B);
            public record Recursive(Recursive? Next, List<Recursive> All);
            public sealed class Grows<T> { public Grows<Grows<T>>? Next { get; set; } }
            public readonly record struct Money(decimal Amount, string Currency);
            public record Empty;
            public record Generic<T>(T Value, IReadOnlyList<T> Values);
            public class Mutable { public string A { get; set; } = ""; public int Computed => A.Length; protected int Inner; }
            public sealed class Derived : Mutable { public required int B { get; init; } }
            public sealed class Lines : List<Plain>;
            public sealed class Titled : List<Plain> { public string Title { get; set; } = ""; }
            public abstract class Abstract { public int A { get; set; } }
            public sealed class Hidden { private Hidden() { } public int A { get; set; } }
            public sealed class Disposable : IDisposable { public int A { get; set; } public void Dispose() { } }
            public sealed class Secret { private int _value = 1; public void Add() => _value++; }

            [Workflow("types")] public partial class Types
            {
                public partial ValueTask RunAsync(Root root);
                [Step] void Use(Root root) { }
            }
            """);
        Assert.Empty(TestCompilation.Errors(compilation));
        return (await AnalyzerRun.DiagnosticsAsync(new SerialisationAnalyzer(), compilation)).Select(d => d.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
    }
}
