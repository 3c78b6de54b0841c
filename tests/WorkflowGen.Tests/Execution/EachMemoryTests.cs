using System.Text.Json;
using WorkflowGen.Execution;

namespace WorkflowGen.Tests.Execution;

/// <summary>What the driver allocates for an element beyond what the step itself does: nothing, but a bit that says that it is done.</summary>
public sealed class EachMemoryTests
{
    private const int Window = 64;
    private const int Many = 100_000;

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void A_hundred_thousand_elements_take_less_than_a_byte_each(bool isStream, bool suspends)
    {
        var warm = new LeanExecutor(isStream, suspends);
        warm.Run(1000);
        var few = Allocated(isStream, suspends, 1000);
        var many = Allocated(isStream, suspends, Many);
        Assert.True(many - few < Many, $"{many - few} bytes for {Many - 1000} elements");
    }

    [Fact]
    public void No_more_slots_are_in_use_than_the_window()
    {
        var executor = new LeanExecutor(isStream: true, suspends: true);
        executor.Run(Many);
        Assert.Equal(Window, executor.MostUnderWay);
        Assert.InRange(executor.LargestWindow, 0, Window - 1);
    }

    private static long Allocated(bool isStream, bool suspends, int count)
    {
        var executor = new LeanExecutor(isStream, suspends);
        var before = GC.GetAllocatedBytesForCurrentThread();
        executor.Run(count);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>One [Each] over a list or a stream, whose elements do nothing.</summary>
    private sealed class LeanExecutor : WorkflowExecutor<NoResult>
    {
        private readonly bool _suspends;
        private readonly Queue<Action> _suspended = new(2 * Window);
        private int _count;

        public LeanExecutor(bool isStream, bool suspends)
            : base(Define(isStream)) => _suspends = suspends;

        public int Ended { get; private set; }

        public int MostUnderWay { get; private set; }

        public int LargestWindow { get; private set; }

        public void Run(int count)
        {
            _count = count;
            Begin(default);
            var run = ContinueWithoutResult();
            while (_suspended.TryDequeue(out var continuation))
                continuation();
            run.GetAwaiter().GetResult();
            Assert.Equal(count, Ended);
        }

        public override void WriteInputs(Utf8JsonWriter writer) => throw new NotSupportedException();

        public override void ReadInputs(ref Utf8JsonReader reader) => throw new NotSupportedException();

        public override void WriteHandoff(int node, Utf8JsonWriter writer) => throw new NotSupportedException();

        public override void ReadHandoff(int node, ref Utf8JsonReader reader) => throw new NotSupportedException();

        protected override NoResult TakeResult() => default;

        protected override void ReturnToPool()
        {
        }

        protected override bool BeginStep(int node, StepContext? step, CancellationToken cancellationToken, Action continuation) => throw new NotSupportedException();

        protected override void EndStep(int node) => throw new NotSupportedException();

        protected override bool EvaluateGuard(int node) => throw new NotSupportedException();

        protected override void ClearHandoffs()
        {
        }

        protected override int BeginElements(int node) => Definition.Nodes.Count == 1 ? _count : int.MaxValue;

        protected override bool BeginElement(int node, int element, int window, StepContext? step, CancellationToken cancellationToken, Action continuation)
        {
            LargestWindow = Math.Max(LargestWindow, window);
            if (_suspends)
            {
                _suspended.Enqueue(continuation);
                MostUnderWay = Math.Max(MostUnderWay, _suspended.Count);
                return false;
            }
            Ended++;
            return true;
        }

        protected override void EndElement(int node, int element, int window) => Ended++;

        protected override void CompleteElements(int node, IReadOnlyList<int> completed) => Assert.Equal(_count, completed.Count);

        protected override bool BeginPull(int node, int item, StepContext? step, CancellationToken cancellationToken, Action continuation, out bool moved)
        {
            moved = item < _count;
            return true;
        }

        protected override void AbandonStream(int node)
        {
        }

        protected override void ForgetItem(int node, int item)
        {
        }

        private static WorkflowDefinition Define(bool isStream)
        {
            EachDefinition Each(EachSource source) => new([source]) { MaxParallel = Window };
            NodeDefinition[] nodes = isStream
                ? [new("stream", [], []) { Kind = NodeKind.Stream, IsBackground = true }, new("each", [0], [0]) { Each = Each(new EachSource(EachSourceKind.Stream, [0])) }]
                : [new("each", [], []) { Each = Each(new EachSource(EachSourceKind.Collection, [])) }];
            return new WorkflowDefinition("lean", 1, "00", nodes, [], -1);
        }
    }
}
