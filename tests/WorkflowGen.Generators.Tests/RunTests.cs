using Microsoft.CodeAnalysis.CSharp;

namespace WorkflowGen.Generators.Tests;

/// <summary>What was generated is compiled and run: the results are those of the steps, and failures are the caller's to see.</summary>
public sealed class RunTests
{
    [Fact]
    public Task Parallel_branches_join() => RunsAsync("12 7", """
        [Workflow("w")]
        public sealed partial class W
        {
            public partial ValueTask<string> RunAsync(int n, CancellationToken cancellationToken = default);
            [Step] private async Task<long> Left(int n) { await Task.Yield(); return n + 5; }
            [Step] private ValueTask<short> Right(int n) => new((short)n);
            [Step] private string Join(long left, [From(nameof(Right))] short right) => $"{left} {right}";
        }
        public static class Test { public static async Task<string> Run() => await new W().RunAsync(7); }
        """);

    [Fact]
    public Task Handoffs_convert_by_an_operator_of_a_base_and_by_the_interface_that_a_record_implements_unsaid() => RunsAsync("7 True", """
        public class Amount { public int Value { get; init; } public static implicit operator int(Amount amount) => amount.Value; }
        public sealed class Euro : Amount;
        public sealed record Order(string Id);
        [Workflow("w")]
        public sealed partial class W
        {
            public partial ValueTask<string> RunAsync(Order order);
            [Step] private Euro Price(Order order) => new() { Value = 7 };
            [Step] private int Charge(int price) => price;
            [Step] private bool Compare(IEquatable<Order> same, Order order) => same.Equals(order);
            [Step] private string Tell([From(nameof(Charge))] int charged, bool same) => $"{charged} {same}";
        }
        public static class Test { public static async Task<string> Run() => await new W().RunAsync(new("1")); }
        """);

    [Theory]
    [InlineData(5, true, "high+bad")]
    [InlineData(5, false, "high")]
    [InlineData(-5, true, "none")]
    public Task Skipped_values_are_null_and_not_defaults(int n, bool bad, string expected) => RunsAsync(expected, $$"""
        public readonly record struct Score(int Points);
        [Workflow("w")]
        public sealed partial class W
        {
            public partial ValueTask<string> RunAsync(int n, bool bad);
            private static bool IsHigh(int n) => n > 0;
            private bool IsBad(Score score, bool bad) => bad;
            [Step, When(nameof(IsHigh))] private Score Rate(int n) => default;
            [Step, When(nameof(IsBad))] private async Task<long> Warn(Score score) { await Task.Yield(); return score.Points; }
            [Step] private string Tell(Score? score, [From(nameof(Warn))] long? warning) => (score, warning) switch { (null, null) => "none", (not null, null) => "high", (not null, 0) => "high+bad", _ => "wrong" };
        }
        public static class Test { public static async Task<string> Run() => await new W().RunAsync({{n}}, {{(bad ? "true" : "false")}}); }
        """);

    [Theory]
    [InlineData("private string Fail(int n) => throw new InvalidDataException(\"mine\");")]
    [InlineData("private Task<string> Fail(int n) => throw new InvalidDataException(\"mine\");")]
    [InlineData("private async Task<string> Fail(int n) { await Task.Yield(); throw new InvalidDataException(\"mine\"); }")]
    [InlineData("private ValueTask<string> Fail(int n) => ValueTask.FromException<string>(new InvalidDataException(\"mine\"));")]
    public Task Exceptions_surface_through_the_task(string step) => RunsAsync("mine", $$"""
        [Workflow("w")]
        public sealed partial class W
        {
            public partial ValueTask<string> RunAsync(int n);
            [Step] {{step}}
        }
        public static class Test
        {
            public static async Task<string> Run()
            {
                var task = new W().RunAsync(1);
                try { return await task; } catch (InvalidDataException exception) { return exception.Message; }
            }
        }
        """);

    [Theory]
    [InlineData("private string Try(int n) => ++Calls < 3 ? throw new IOException() : \"third\";")]
    [InlineData("private async Task<string> Try(int n) { await Task.Yield(); return ++Calls < 3 ? throw new IOException() : \"third\"; }")]
    [InlineData("private ValueTask<string> Try(int n) => ++Calls < 3 ? throw new IOException() : new(\"third\");")]
    public Task Failed_attempts_are_tried_again(string step) => RunsAsync("third3", $$"""
        [Workflow("w")]
        public sealed partial class W
        {
            public static int Calls;
            public partial ValueTask<string> RunAsync(int n);
            [Step, Retry(3, On = [typeof(IOException)])] {{step}}
        }
        public static class Test { public static async Task<string> Run() => await new W().RunAsync(1) + W.Calls; }
        """);

    [Fact]
    public Task What_is_not_to_be_retried_is_not() => RunsAsync("1", """
        [Workflow("w")]
        public sealed partial class W
        {
            public static int Calls;
            public partial ValueTask<string> RunAsync(int n);
            [Step, Retry(3, Unless = [typeof(IOException)])] private string Try(int n) { Calls++; throw new FileNotFoundException(); }
        }
        public static class Test
        {
            public static async Task<string> Run()
            {
                try { await new W().RunAsync(1); } catch (FileNotFoundException) { return $"{W.Calls}"; }
                return "no exception";
            }
        }
        """);

    [Fact]
    public Task Cancellation_stops_between_steps() => RunsAsync("cancelled, True, first", """
        [Workflow("w")]
        public sealed partial class W(CancellationTokenSource source, List<string> calls)
        {
            public partial ValueTask<int> RunAsync(int n, CancellationToken cancellationToken = default);
            [Step] private long First(int n) { calls.Add("first"); source.Cancel(); return n; }
            [Step] private int Second(long first) { calls.Add("second"); return 1; }
        }
        public static class Test
        {
            public static async Task<string> Run()
            {
                var source = new CancellationTokenSource();
                var calls = new List<string>();
                try { await new W(source, calls).RunAsync(1, source.Token); return "done"; }
                catch (OperationCanceledException exception) { return $"cancelled, {exception.CancellationToken == source.Token}, {string.Join(" ", calls)}"; }
            }
        }
        """);

    [Fact]
    public Task A_step_that_cancels_itself_has_failed() => RunsAsync("Faulted", """
        [Workflow("w")]
        public sealed partial class W
        {
            public partial ValueTask<int> RunAsync(int n, CancellationToken cancellationToken = default);
            [Step] private int First(int n) => throw new OperationCanceledException("of its own");
        }
        public static class Test { public static string Run() => new W().RunAsync(1, new CancellationTokenSource().Token).AsTask().Status.ToString(); }
        """);

    [Fact]
    public Task A_failure_cancels_what_runs_beside_it() => RunsAsync("mine True", """
        [Workflow("w")]
        public sealed partial class W
        {
            public static bool Cancelled;
            public partial ValueTask<int> RunAsync(int n, CancellationToken cancellationToken = default);
            [Step] private async Task<long> Slow(int n, CancellationToken token) { try { await Task.Delay(-1, token); } catch (OperationCanceledException) { Cancelled = true; throw; } return 1; }
            [Step] private async Task<short> Bad(int n) { await Task.Yield(); throw new InvalidDataException("mine"); }
            [Step] private int Join(long slow, [From(nameof(Bad))] short bad) => 1;
        }
        public static class Test
        {
            public static async Task<string> Run()
            {
                try { await new W().RunAsync(1); } catch (InvalidDataException exception) { return $"{exception.Message} {W.Cancelled}"; }
                return "no exception";
            }
        }
        """);

    [Fact]
    public Task Skipped_result_is_null() => RunsAsync("3,null", """
        [Workflow("w")]
        public sealed partial class W
        {
            public partial ValueTask<long?> RunAsync(int n);
            private static bool IsEven(int n) => n % 2 == 0;
            [Step, When(nameof(IsEven))] private int Half(int n) => n / 2;
        }
        public static class Test { public static async Task<string> Run() => await new W().RunAsync(6) + "," + (await new W().RunAsync(7) is null ? "null" : "value"); }
        """);

    [Fact]
    public Task Services_come_from_the_container() => RunsAsync("plain keyed", """
        using Microsoft.Extensions.DependencyInjection;
        public sealed record Service(string Name);
        [Workflow("w")]
        public sealed partial class W(Service plain, [FromKeyedServices("k")] Service keyed)
        {
            public partial ValueTask<string> RunAsync();
            [Step] private string Names() => $"{plain.Name} {keyed.Name}";
        }
        public sealed class Container : IKeyedServiceProvider
        {
            public object GetService(Type type) => new Service("plain");
            public object GetKeyedService(Type type, object? key) => new Service("keyed");
            public object GetRequiredKeyedService(Type type, object? key) => new Service(key is "k" ? "keyed" : "wrong");
        }
        public static class Test
        {
            public static async Task<string> Run() => await Create<W>().RunAsync();
            private static T Create<T>() where T : class, WorkflowGen.Execution.IWorkflow<T> => T.Create(new Container());
        }
        """);

    [Fact]
    public Task Values_survive_being_written_and_read() => RunsAsync("""[{"Id":"a","Count":2},null,[1,2]] | {"Id":"A","Count":null} | 0""", """
        using System.Buffers;
        using System.Text;
        using System.Text.Json;
        using WorkflowGen.Execution;
        public sealed record Item(string Id, int? Count);
        [Workflow("w")]
        public sealed partial class W
        {
            public partial ValueTask<int> RunAsync(Item item, int? limit, int[] more);
            [Step] private Item Upper(Item item) => new(item.Id.ToUpperInvariant(), null);
            [Step] private int Length([From(nameof(Upper))] Item upper) => upper.Id.Length;
        }
        public static class Test
        {
            public static string Run()
            {
                var executor = Executor<W>(new());
                Read(Encoding.UTF8.GetBytes("[{\"Id\":\"a\",\"Count\":2},null,[1,2]]"), executor.ReadInputs);
                Read(Encoding.UTF8.GetBytes("{\"Id\":\"A\",\"Count\":null}"), (ref Utf8JsonReader r) => executor.ReadHandoff(0, ref r));
                return $"{Write(executor.WriteInputs)} | {Write(w => executor.WriteHandoff(0, w))} | {Write(w => executor.WriteHandoff(1, w))}";
            }
            private delegate void Reading(ref Utf8JsonReader reader);
            private static void Read(byte[] json, Reading read) { var reader = new Utf8JsonReader(json); read(ref reader); }
            private static string Write(Action<Utf8JsonWriter> write)
            {
                var buffer = new ArrayBufferWriter<byte>();
                using (var writer = new Utf8JsonWriter(buffer)) write(writer);
                return Encoding.UTF8.GetString(buffer.WrittenSpan);
            }
            private static WorkflowExecutor Executor<T>(T workflow) where T : class, IWorkflow<T> => T.CreateExecutor(workflow);
        }
        """);

    [Fact]
    public async Task Two_thousand_steps_compile_and_run()
    {
        var steps = string.Join("\n", Enumerable.Range(1, 1999).Select(i => $"[Step] private int S{i}([From(nameof(S{i - 1}))] int n) => n + 1;"));
        var run = GeneratorRun.Of($$"""
            [Workflow("w")]
            public sealed partial class W
            {
                public partial ValueTask<int> RunAsync(int n);
                [Step] private int S0([From("n")] int n) => n + 1;
                {{steps}}
            }
            public static class Test { public static async Task<string> Run() => $"{await new W().RunAsync(0)}"; }
            """);
        Assert.Equal("2000", await run.RunTestAsync());
        Assert.True(run.Text.Length < 2000 * 1500, $"The code of a step takes {run.Text.Length / 2000} characters.");
    }

    private static async Task RunsAsync(string expected, string source) =>
        Assert.Equal(expected, await GeneratorRun.Of(LanguageVersion.CSharp12, source).RunTestAsync());
}
