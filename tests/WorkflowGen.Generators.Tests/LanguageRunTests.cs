namespace WorkflowGen.Generators.Tests;

/// <summary>Control flow: what was generated is compiled and run in memory.</summary>
public sealed class LanguageRunTests
{
    [Theory]
    [InlineData(5, "auto 5")]
    [InlineData(500, "manual 500")]
    public Task One_of_two_alternatives_runs(int n, string expected) => RunsAsync(expected, $$"""
        [Workflow("w")]
        public sealed partial class W
        {
            public partial ValueTask<string> RunAsync(int n);
            private static bool IsHigh(int n) => n > 100;
            [Step, Unless(nameof(IsHigh))] private string Auto(int n) => $"auto {n}";
            [Step, When(nameof(IsHigh))] private async Task<string> Manual(int n) { await Task.Yield(); return $"manual {n}"; }
            [Step] private string Tell([From(nameof(Auto), nameof(Manual))] string approval) => approval;
        }
        public static class Test { public static async Task<string> Run() => await new W().RunAsync({{n}}); }
        """);

    [Theory]
    [InlineData(1, "small")]
    [InlineData(50, "big 50")]
    public Task A_case_is_taken_by_its_step(int n, string expected) => RunsAsync(expected, $$"""
        public abstract record Decision { private Decision() { } public sealed record Small : Decision; public sealed record Big(int N) : Decision; }
        [Workflow("w")]
        public sealed partial class W
        {
            public partial ValueTask<string> RunAsync(int n);
            [Step] private Decision Decide(int n) => n > 10 ? new Decision.Big(n) : new Decision.Small();
            [Step] private string OnSmall(Decision.Small small) => "small";
            [Step] private string OnBig(Decision.Big big) => $"big {big.N}";
            [Step] private string Tell([From(nameof(OnSmall), nameof(OnBig))] string text) => text;
        }
        public static class Test { public static async Task<string> Run() => await new W().RunAsync({{n}}); }
        """);

    [Theory]
    [InlineData(1, "s-")]
    [InlineData(50, "-50")]
    public Task A_case_that_may_be_null_is_null_where_the_value_is_another(int n, string expected) => RunsAsync(expected, $$"""
        public abstract record Decision { private Decision() { } public sealed record Small : Decision; public sealed record Big(int N) : Decision; }
        [Workflow("w")]
        public sealed partial class W
        {
            public partial ValueTask<string> RunAsync(int n);
            [Step] private Decision Decide(int n) => n > 10 ? new Decision.Big(n) : new Decision.Small();
            [Step] private string Tell(Decision.Small? small, Decision.Big? big) => $"{(small is null ? "" : "s")}-{big?.N}";
        }
        public static class Test { public static async Task<string> Run() => await new W().RunAsync({{n}}); }
        """);

    [Fact]
    public Task Each_runs_once_per_element_and_pairs_up() => RunsAsync("a1 b2 c3 | 6", """
        public readonly record struct Amount(int Value);
        [Workflow("w")]
        public sealed partial class W
        {
            public partial ValueTask<string> RunAsync(string[] names, List<int> numbers);
            [Step] private async Task<string> Pair([Each] string name, [Each] int number) { await Task.Yield(); return name + number; }
            [Step] private Amount Measure([Each(MaxParallel = 1)] int number) => new(number);
            [Step] private string Tell(IReadOnlyList<string> pair, IReadOnlyList<Amount> measure) => string.Join(" ", pair) + " | " + measure.Sum(m => m.Value);
        }
        public static class Test { public static async Task<string> Run() => await new W().RunAsync(["a", "b", "c", "d"], [1, 2, 3]); }
        """);

    [Fact]
    public Task Each_ends_when_its_guard_says_so() => RunsAsync("1,2,3", """
        [Workflow("w")]
        public sealed partial class W
        {
            public partial ValueTask<string> RunAsync(IReadOnlyList<int> numbers);
            private static bool HasEnough(IReadOnlyList<long> results) => results.Sum() >= 6;
            [Step] private long Take([Each(MaxParallel = 1, Until = nameof(HasEnough))] int number) => number;
            [Step] private string Tell(IReadOnlyList<long> take) => string.Join(",", take);
        }
        public static class Test { public static async Task<string> Run() => await new W().RunAsync([1, 2, 3, 4, 5]); }
        """);

    [Fact]
    public Task A_stream_is_taken_item_by_item() => RunsAsync("0 1 4 9", """
        [Workflow("w")]
        public sealed partial class W
        {
            public partial ValueTask<string> RunAsync(int count);
            [Step] private async IAsyncEnumerable<int> Count(int count) { for (var i = 0; i < count; i++) { await Task.Yield(); yield return i; } }
            [Step] private Task<long> Square([Each(MaxParallel = 2)] int number) => Task.FromResult((long)number * number);
            [Step] private string Tell(IReadOnlyList<long> square) => string.Join(" ", square);
        }
        public static class Test { public static async Task<string> Run() => await new W().RunAsync(4); }
        """);

    [Fact]
    public Task A_step_runs_once_per_arrival() => RunsAsync("<a><b>", """
        [Workflow("w")]
        public sealed partial class W
        {
            public partial ValueTask<string> RunAsync(int n);
            [Step] private string A(int n) => "a";
            [Step] private async Task<string> B(int n) { await Task.Delay(1); return "b"; }
            [Step] private string Wrap([Each, From(nameof(A), nameof(B))] string arrived) => $"<{arrived}>";
            [Step] private string Tell(IReadOnlyList<string> wrap) => string.Concat(wrap);
        }
        public static class Test { public static async Task<string> Run() => await new W().RunAsync(4); }
        """);

    [Fact]
    public Task What_arrives_from_outside_of_a_loop_arrives_in_every_round() => RunsAsync("<a><b>3 <a><b>3", """
        [Workflow("w")]
        public sealed partial class W
        {
            public partial ValueTask<string> RunAsync(int n);
            [Step] private string A(int n) => "a";
            [Step, After(nameof(A))] private string B(int n) => "b";
            [Step, Loop(Max = 3)] private string Wrap([Each, From(nameof(A), nameof(B))] string arrived) => $"<{arrived}>";
            [Step] private int Round([Previous, From(nameof(Round))] int? before, [From(nameof(A))] string a) => (before ?? 0) + 1;
            [Step] private string Join([Each, From(nameof(A), nameof(B))] string arrived, [From(nameof(Round))] int round) => $"<{arrived}>";
            [Step, Loop(To = nameof(Round), Max = 3)] private string Again([From(nameof(Join))] IReadOnlyList<string> join, [From(nameof(Round))] int round) => string.Concat(join) + round;
            [Step] private string Tell([From(nameof(Wrap))] IReadOnlyList<string> wrap, [From(nameof(Again))] string again, [From(nameof(Round))] int round) => string.Concat(wrap) + $"{round} {again}";
        }
        public static class Test { public static async Task<string> Run() => await new W().RunAsync(4); }
        """);

    [Fact]
    public Task A_loop_runs_its_region_again_and_hands_the_round_before_over() => RunsAsync("4: 0,1,3,6", """
        public sealed record Page(int Number, string Seen);
        [Workflow("w")]
        public sealed partial class W
        {
            public partial ValueTask<string> RunAsync(int n);
            [Step] private int Fetch(int n, [Previous] int? fetch) => (fetch ?? -1) + 1;
            private static bool HasMore(int fetch) => fetch < 3;
            [Step, Loop(To = nameof(Fetch), While = nameof(HasMore), Max = 10)]
            private async Task<Page> Sum(int fetch, [Previous] Page? sum) { await Task.Yield(); var total = (sum?.Number ?? 0) + fetch; return new(total, sum is null ? $"{total}" : $"{sum.Seen},{total}"); }
            [Step] private string Tell([From(nameof(Fetch))] int fetch, Page sum) => $"{fetch + 1}: {sum.Seen}";
        }
        public static class Test { public static async Task<string> Run() => await new W().RunAsync(1); }
        """);

    [Fact]
    public Task A_previous_value_may_have_a_default() => RunsAsync("7", """
        [Workflow("w")]
        public sealed partial class W
        {
            public partial ValueTask<int> RunAsync(int n);
            [Step, Loop(Max = 3)] private int Add(int n, [Previous] int add = 1) => add + n;
        }
        public static class Test { public static async Task<string> Run() => $"{await new W().RunAsync(2)}"; }
        """);

    [Fact]
    public Task The_first_of_several_is_taken() => RunsAsync("fast 7", """
        [Workflow("w")]
        public sealed partial class W
        {
            public partial ValueTask<string> RunAsync(int n);
            [Step] private async Task<int> Slow(int n, CancellationToken cancellationToken) { await Task.Delay(Timeout.Infinite, cancellationToken); return 1; }
            [Step] private async Task<long> Fast(int n) { await Task.Yield(); return n; }
            [Step] private string Tell([FirstOf(nameof(Slow), nameof(Fast))] long first) => $"fast {first}";
        }
        public static class Test { public static async Task<string> Run() => await new W().RunAsync(7); }
        """);

    [Fact]
    public Task Two_of_three_are_taken_in_order() => RunsAsync("b a", """
        [Workflow("w")]
        public sealed partial class W
        {
            public partial ValueTask<string> RunAsync(int n);
            [Step] private async Task<string> A(int n) { await Task.Yield(); return "a"; }
            [Step] private string B(int n) => "b";
            [Step] private async Task<string> C(int n, CancellationToken cancellationToken) { await Task.Delay(Timeout.Infinite, cancellationToken); return "c"; }
            [Step] private string Tell([AnyOf(2, nameof(A), nameof(B), nameof(C))] IReadOnlyList<string> two) => string.Join(" ", two);
        }
        public static class Test { public static async Task<string> Run() => await new W().RunAsync(7); }
        """);

    [Theory]
    [InlineData(true, "stand-in after IOException 2")]
    [InlineData(false, "paid")]
    public Task A_caught_failure_has_a_stand_in(bool fails, string expected) => RunsAsync(expected, $$"""
        [Workflow("w")]
        public sealed partial class W
        {
            public partial ValueTask<string> RunAsync(bool fails);
            [Step, Retry(2), Idempotency(Idempotency.Safe)] private string Pay(bool fails) => fails ? throw new IOException("no") : "paid";
            [Step, Catch(nameof(Pay))] private string StandIn(StepFailure failure) => $"stand-in after {failure.ErrorType.Split('.')[^1]} {failure.Attempt}";
            [Step] private string Tell(string pay) => pay;
        }
        public static class Test { public static async Task<string> Run() => await new W().RunAsync({{(fails ? "true" : "false")}}); }
        """);

    [Fact]
    public Task What_was_done_is_undone_in_reverse() => RunsAsync("book 3; pay 3; unpay p3 IOException; unbook 3 b3; closed IOException", """
        [Workflow("w")]
        public sealed partial class W
        {
            public List<string> Log { get; } = [];
            public partial ValueTask<string> RunAsync(int n);
            [Step, CompensateWith(nameof(Unbook))] private string Book(int n) { Log.Add($"book {n}"); return $"b{n}"; }
            private void Unbook(int n, string booking) => Log.Add($"unbook {n} {booking}");
            [Step, CompensateWith(nameof(Unpay))] private async Task<(string Id, int Amount)> Pay(int n, [From(nameof(Book))] string booking) { await Task.Yield(); Log.Add($"pay {n}"); return ($"p{n}", n); }
            private async Task Unpay((string Id, int Amount) payment, StepFailure? failure, CancellationToken cancellationToken) { await Task.Yield(); Log.Add($"unpay {payment.Id} {failure?.ErrorType.Split('.')[^1]}"); }
            [Step] private string Ship((string Id, int Amount) payment) => throw new IOException("lost");
            [Finally] private void Close(StepFailure? failure) => Log.Add($"closed {failure?.ErrorType.Split('.')[^1]}");
        }
        public static class Test
        {
            public static async Task<string> Run()
            {
                var w = new W();
                try { await w.RunAsync(3); } catch (IOException) { return string.Join("; ", w.Log); }
                return "no exception";
            }
        }
        """.Replace("[Finally]", "[Step, Finally]", StringComparison.Ordinal));

    [Fact]
    public Task Signals_delays_and_timeouts() => RunsAsync("yes 3 False | none 0 True", """
        public sealed record Approval(string Text);
        public readonly record struct Score(int Points);
        [Workflow("w")]
        public sealed partial class W
        {
            public partial ValueTask<string> RunAsync(int n, CancellationToken cancellationToken = default);
            [Delay("1h")] private partial Task CoolOff(int n);
            [Signal(Timeout = "3d"), After(nameof(CoolOff))] private partial Approval? Approve(int n);
            [HumanTask(Title = "Rate & <say>", Timeout = "1d")] private partial Score? Rate(int n);
            [Delay] private TimeSpan Rest(int n) => TimeSpan.FromMinutes(n);
            [Step, After(nameof(Rest))] private string Tell(Approval? approve, Score? rate) => $"{approve?.Text ?? "none"} {rate?.Points ?? 0} {rate is null}";
        }
        public sealed class Clock : TimeProvider
        {
            private DateTimeOffset _now = DateTimeOffset.UnixEpoch;
            private readonly List<(DateTimeOffset Due, T Timer)> _timers = [];
            public override DateTimeOffset GetUtcNow() => _now;
            public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) { var t = new T(this, () => callback(state)); t.Change(dueTime, period); return t; }
            public void Advance(TimeSpan by)
            {
                var end = _now + by;
                while (_timers.Where(t => t.Due <= end).OrderBy(t => t.Due).FirstOrDefault() is { Timer: not null } next) { _timers.Remove(next); _now = next.Due > _now ? next.Due : _now; next.Timer.Fire(); }
                _now = end;
            }
            private sealed class T(Clock clock, Action fire) : ITimer
            {
                public void Fire() => fire();
                public bool Change(TimeSpan dueTime, TimeSpan period) { clock._timers.RemoveAll(t => t.Timer == this); if (dueTime != Timeout.InfiniteTimeSpan) clock._timers.Add((clock._now + dueTime, this)); return true; }
                public void Dispose() => clock._timers.RemoveAll(t => t.Timer == this);
                public ValueTask DisposeAsync() { Dispose(); return default; }
            }
        }
        public static class Test
        {
            public static async Task<string> Run()
            {
                var clock = new Clock();
                var run = new W().Start(5, clock);
                await run.SignalApproveAsync(new("yes"), key: "1");
                await run.SignalRateAsync(new Score(3));
                clock.Advance(TimeSpan.FromHours(2));
                var first = await run.Completion;
                var late = new W().Start(5, clock);
                clock.Advance(TimeSpan.FromDays(5));
                return first + " | " + await late.Completion;
            }
        }
        """);

    [Fact]
    public Task Children_run_in_memory() => RunsAsync("[1] [2] / 3", """
        [Workflow("child")]
        public sealed partial class Child
        {
            public partial ValueTask<string> RunAsync(long number, CancellationToken cancellationToken);
            [Step] private async Task<string> Wrap(long number) { await Task.Yield(); return $"[{number}]"; }
        }
        [Workflow("down")]
        public sealed partial class Down
        {
            public partial ValueTask<int> RunAsync(int number);
            private static bool IsLeft(int number) => number > 0;
            [Step, When(nameof(IsLeft))] private int Less(int number) => number - 1;
            [Child] private partial Task<int> Below(Down workflow, [From(nameof(Less))] int number);
            [Step] private int Sum(int? below) => below + 1 ?? 0;
        }
        [Workflow("w")]
        public sealed partial class W
        {
            public partial ValueTask<string> RunAsync(int[] numbers, int depth);
            [Child] private partial Task<string> Each(Child workflow, [Each] int number);
            [Child] private partial Task<int> Deep(Down workflow, int depth);
            [Child(Detached = true)] private partial Task Aside(Child workflow, int depth);
            [Step] private string Tell(IReadOnlyList<string> each, [From(nameof(Deep))] int deep) => string.Join(" ", each) + " / " + deep;
        }
        public static class Test { public static async Task<string> Run() => await new W().RunAsync([1, 2], 3); }
        """);

    [Theory]
    [InlineData(1, "low")]
    [InlineData(9, "high 9")]
    public Task The_result_is_that_of_the_output_that_ran(int n, string expected) => RunsAsync(expected, $$"""
        [Workflow("w")]
        public sealed partial class W
        {
            public partial ValueTask<string> RunAsync(int n);
            private static bool IsHigh(int n) => n > 5;
            [Step, Output, When(nameof(IsHigh))] private string High(int n) => $"high {n}";
            [Step, Output, Unless(nameof(IsHigh))] private string Low(int n) => "low";
        }
        public static class Test { public static async Task<string> Run() => await new W().RunAsync({{n}}); }
        """);

    private static async Task RunsAsync(string expected, string source) => Assert.Equal(expected, await GeneratorRun.Of(source).Clean().Valid().RunTestAsync());
}
