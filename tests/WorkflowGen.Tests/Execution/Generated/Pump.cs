using System.Threading.Tasks.Sources;

namespace WorkflowGen.Tests.Execution.Generated;

/// <summary>
/// Lets steps suspend without a thread, a timer or an allocation: each gets a pooled task that stays open until the test completes it, on the test's own thread.
/// </summary>
internal sealed class Pump
{
    private readonly Stack<Source> _idle = new();
    private readonly Queue<Source> _open = new();

    /// <summary>A task that <see cref="RunAll"/> will complete with the value.</summary>
    public ValueTask<int> Later(int value)
    {
        if (!_idle.TryPop(out var source))
            source = new Source(this);
        source.Value = value;
        _open.Enqueue(source);
        return new(source, source.Version);
    }

    /// <summary>Completes tasks, first come, first served, until none is open; also those that are opened meanwhile.</summary>
    public void RunAll()
    {
        while (_open.TryDequeue(out var source))
            source.Complete();
    }

    private sealed class Source(Pump pump) : IValueTaskSource<int>
    {
        private ManualResetValueTaskSourceCore<int> _core;

        public int Value { get; set; }

        public short Version => _core.Version;

        public void Complete() => _core.SetResult(Value);

        public int GetResult(short token)
        {
            var result = _core.GetResult(token);
            _core.Reset();
            pump._idle.Push(this);
            return result;
        }

        public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

        public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
            _core.OnCompleted(continuation, state, token, flags);
    }
}
