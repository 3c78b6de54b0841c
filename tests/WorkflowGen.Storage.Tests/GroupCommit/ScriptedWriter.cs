namespace WorkflowGen.Storage.Tests;

/// <summary>Answers each number with its negative, and does as it is told.</summary>
internal sealed class ScriptedWriter : IBatchWriter<int, int>
{
    private Hold? _hold;

    /// <summary>What the next batch throws, after all of it is answered.</summary>
    public Exception? FailNext;

    public List<int> Written { get; } = [];

    public List<int> BatchSizes { get; } = [];

    public int? Refuse { get; set; }

    public int? Forget { get; set; }

    public bool Quiet { get; set; }

    public bool Closed { get; private set; }

    public long AllocatedByThread { get; private set; }

    public Hold HoldNext() => _hold = new Hold();

    public void Write(ReadOnlySpan<BatchItem<int, int>> batch)
    {
        AllocatedByThread = GC.GetAllocatedBytesForCurrentThread();
        var failure = Interlocked.Exchange(ref FailNext, null);
        if (!Quiet)
            BatchSizes.Add(batch.Length);
        foreach (var item in batch)
        {
            if (!Quiet)
                Written.Add(item.Request);
            if (item.Request == Refuse)
                item.SetException(new InvalidOperationException($"{item.Request} is refused"));
            else if (item.Request != Forget)
                item.SetResult(-item.Request);
        }

        if (Interlocked.Exchange(ref _hold, null) is { } hold)
            hold.Reach();
        if (failure is not null)
            throw failure;
    }

    public void Close() => Closed = true;

    /// <summary>Keeps a batch in its flush until disposed.</summary>
    internal sealed class Hold : IDisposable
    {
        private readonly ManualResetEventSlim _reached = new();
        private readonly ManualResetEventSlim _go = new();

        public void WaitUntilReached() => _reached.Wait(TestContext.Current.CancellationToken);

        public void Reach()
        {
            _reached.Set();
            _go.Wait();
        }

        public void Dispose() => _go.Set();
    }
}
