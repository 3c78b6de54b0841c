namespace WorkflowGen.Generators.Tests;

/// <summary>What is emitted is C# whatever the author's types, names and visibilities are: wherever they are legal, the generated half compiles without a word.</summary>
public sealed class HardNamesTests
{
    [Theory]
    [InlineData("public sealed partial class W", "internal sealed record Hidden(int N);", "", "Hidden")]
    [InlineData("public sealed partial class W", "", "internal sealed record Hidden(int N);", "Hidden")]
    [InlineData("public partial class W", "", "protected internal sealed record Hidden(int N);", "IReadOnlyList<Hidden>")]
    [InlineData("internal sealed partial class W", "internal readonly record struct Hidden(int N);", "", "Hidden")]
    public void Signals_of_types_that_not_everybody_sees(string header, string beside, string inside, string type) => Fits($$"""
        namespace N;
        {{beside}}
        [Workflow("w")]
        {{header}}
        {
            {{inside}}
            public partial ValueTask<int> RunAsync(int n);
            [Signal(Timeout = "1h")] private partial {{type.TrimEnd('?')}}? Asked(int n);
            [HumanTask] private partial {{type}} Done(int n);
            [Step] private int Take({{type.TrimEnd('?')}}? asked, [From(nameof(Done))] {{type}} done) => 1;
        }
        """);

    [Fact]
    public void Signals_of_types_hidden_with_their_workflow() => Fits("""
        namespace N;
        public static partial class Outer
        {
            private sealed record Hidden(int N);
            [Workflow("w")]
            private sealed partial class W
            {
                public partial ValueTask<int> RunAsync(int n);
                [Signal] private partial IReadOnlyList<Hidden[]> Asked(int n);
                [Step] private int Take(IReadOnlyList<Hidden[]> asked) => 1;
            }
        }
        """);

    [Fact]
    public void Handoffs_hidden_in_the_workflow() => Fits("""
        namespace N;
        [Workflow("w")]
        public sealed partial class W
        {
            private sealed record Item(int N);
            private abstract record Choice { public sealed record A(int N) : Choice; public sealed record B : Choice; }
            public partial ValueTask<int> RunAsync(int n);
            [Step] private IReadOnlyList<Item> Items(int n) => [];
            [Step] private async IAsyncEnumerable<Item> More(int n) { await Task.Yield(); yield return new(n); }
            [Step, CompensateWith(nameof(Undo))] private Item Take([Each, From(nameof(Items))] Item item) => item;
            private void Undo(Item item) { }
            [Step] private void Also([Each, From(nameof(More))] Item item) { }
            [Step] private Choice Choose([From(nameof(Take))] IReadOnlyList<Item> taken) => new Choice.B();
            [Step] private int A(Choice.A a) => 1;
            [Step] private int B(Choice.B b) => 1;
            [Step, Output] private int End([From(nameof(A), nameof(B))] int x) => x;
        }
        """);

    [Theory]
    [InlineData("(int @class, string b)")]
    [InlineData("(int A, (string? B, long C) D)?")]
    [InlineData("int[]")]
    [InlineData("string?[][]")]
    [InlineData("IReadOnlyDictionary<string, List<int?>>")]
    [InlineData("(int, int, int, int, int, int, int, int, int)")]
    [InlineData("global::Other.Same")]
    [InlineData("@event.@class.@int")]
    [InlineData("Ünïcode.Straße")]
    [InlineData("Generic<global::Other.Same>.Inner<Same[]>")]
    [InlineData("DayOfWeek?")]
    [InlineData("decimal")]
    [InlineData("byte[]")]
    public void Types_of_all_kinds_in_all_places(string type) => Fits($$"""
        namespace Other { public sealed record Same(int N); }
        namespace @event.@class { public sealed record @int(int @void); }
        namespace Ünïcode { public sealed record Straße(int Größe); }
        namespace N
        {
            public sealed record Same(int N);
            public sealed record Generic<T>(T Value) { public sealed record Inner<U>(T A, U B); }
            [Workflow("child")] public sealed partial class Child { public partial ValueTask<{{type}}> RunAsync({{type}} value); [Step] {{type}} Same({{type}} value) => value; }
            [Workflow("w")]
            public sealed partial class W(Child child)
            {
                private readonly Child @event = child;
                public partial ValueTask<{{type}}> RunAsync({{type}} @in, IReadOnlyList<{{type}}> list);
                [Signal] private partial {{type}} @lock({{type}} @in);
                [Child] private partial Task<{{type}}> @base(Child child, [From(nameof(@lock))] {{type}} @ref);
                [Step, CompensateWith(nameof(@return))] {{type}} @this([Each, From("list")] {{type}} @params, [From(nameof(@base))] {{type}} @object) => @params;
                void @return({{type}} @params, {{type}} @object, StepFailure? @throw) { }
                static bool @if({{type}} @in) => @in.GetHashCode() > 0;
                [Step, When(nameof(@if))] {{type}} @true({{type}} @in) => @in;
                [Step, Unless(nameof(@if))] {{type}} @false({{type}} @in) => @in;
                static bool @while([From(nameof(@do))] {{type}} @do) => false;
                [Step, Loop(While = nameof(@while), Max = 3)] {{type}} @do([Previous, From(nameof(@do))] {{type.TrimEnd('?')}}? @continue, [From(nameof(@true), nameof(@false))] {{type}} @x) => @x;
                [Step, Output] {{type}} @out([FirstOf(nameof(@do), nameof(@base), Rest = Rest.Ignore)] {{type}} @first, [AnyOf(2, nameof(@do), nameof(@base), nameof(@lock), Rest = Rest.Ignore)] IReadOnlyList<{{type}}> @any, [From(nameof(@this))] IReadOnlyList<{{type}}> @all) => @first;
            }
        }
        """);

    [Fact]
    public void Steps_and_inputs_named_as_generated_things() => Fits("""
        [Workflow("w")]
        public sealed partial class W
        {
            public partial ValueTask<int> RunAsync(int executor, int step, int cancellationToken, int timeProvider, int id, int node, int element, int awaiter, int workflow, int _workflow, CancellationToken key = default);
            [Step] int Steps(int executor) => 1;
            [Step] long Definition(int step) => 1;
            [Step] short Client(int cancellationToken) => 1;
            [Step] byte Start(int timeProvider) => 1;
            [Step] float State(int id) => 1;
            [Step] double Run(int node) => 1;
            [Step] decimal Executor(int element) => 1;
            [Step] ulong Graph(int awaiter) => 1;
            [Step] uint Equals(int workflow) => 1;
            [Step] ushort Signal(int _workflow) => 1;
            [Signal] private partial char Core(int id);
            [Signal] private partial sbyte AsyncSignal(int id);
            [Step, CompensateWith(nameof(Undo))] string Json([Each, From(nameof(List))] nint read, nint writer2 = 0) => "";
            [Step, Output] int Last([From(nameof(Steps))] int steps) => steps;
            [Step] nint[] List(int id, [From(nameof(Core))] char core, [From(nameof(AsyncSignal))] sbyte signal) => [];
            void Undo(nint read) { }
        }
        """.Replace(", nint writer2 = 0", "", StringComparison.Ordinal));

    [Theory]
    [InlineData("public sealed partial class Child { [System.Diagnostics.CodeAnalysis.SetsRequiredMembers] public Child() => N = 1; public required int N { get; init; } ", "")]
    [InlineData("public sealed partial class Child { ", "private static readonly Child s_child = new();")]
    [InlineData("public sealed partial class Child { ", "private readonly Child @event = new();")]
    [InlineData("public sealed partial class Child { ", "private static Child Make { get; } = new();")]
    [InlineData("public sealed partial class Child(int n) { private readonly int _n = n; ", "private Child Set { init { } }")]
    public void Children_are_found_wherever_they_are(string child, string member) => Fits($$"""
        namespace N;
        [Workflow("child")] {{child}} public partial ValueTask<int> RunAsync(int n); [Step] int A(int n) => n; }
        [Workflow("w")]
        public sealed partial class W
        {
            {{member}}
            public partial ValueTask<int> RunAsync(int n);
            [Child] private partial Task<int> Go(Child workflow, int n);
            [Step, Output] int Last([From(nameof(Go))] int x) => x;
        }
        """);

    [Theory]
    [InlineData("string", "#nullable disable")]
    [InlineData("dynamic[]", "")]
    [InlineData("List<string?>?", "")]
    [InlineData("(int? @class, string? @void)", "")]
    public void Partial_methods_repeat_what_was_declared(string type, string head) => Fits($$"""
        {{head}}
        namespace N;
        [Workflow("w")]
        public partial class W
        {
            public partial ValueTask<int> RunAsync(int[] n);
            [Step] {{type}} Make(int[] n) => default!;
            [Signal] protected internal virtual partial {{type}} Asked([From(nameof(Make))] {{type}} made);
            [Step] int Last([From(nameof(Asked))] {{type}} asked) => 1;
        }
        """);

    [Fact]
    public void Enums_out_of_range_break_nothing() => Compiles("""
        [Workflow("w")]
        public partial class W
        {
            public partial ValueTask<int> RunAsync(int n);
            [Step, Idempotency((Idempotency)7)] long A(int n) => n;
            [Step, Idempotency((Idempotency)(-1))] long B(int n) => n;
            [Step] int Last([FirstOf(nameof(A), nameof(B), Rest = (Rest)9)] long asked) => 1;
        }
        """);

    private static void Fits(string source) => GeneratorRun.Of(source).Valid().Clean();

    private static void Compiles(string source) => GeneratorRun.Of(source).Clean();
}
