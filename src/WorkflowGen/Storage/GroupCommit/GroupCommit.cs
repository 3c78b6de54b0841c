using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace WorkflowGen.Storage;

/// <summary>
/// One thread that writes, so that many callers share one flush: requests that arrive while a batch is being made durable go together in the next. Requests are carried out in the order in which they
/// were submitted, each exactly once.
/// </summary>
/// <remarks>
/// A caller's token stops its waiting, not the write: what a request refers to must stay as it is until the write is over. Submitting allocates nothing in the steady state.
/// Disposing carries out what was submitted, then ends the thread; requests after that are refused with <see cref="ObjectDisposedException"/>.
/// </remarks>
public sealed class GroupCommit<TRequest, TResult> : IAsyncDisposable
{
    private const int MaxPooled = 1024;

    /// <summary>The part of a batch's duration that the next is held back for those who were just answered, at most; and for how many batches that is given up when it was in vain.</summary>
    private const int GatheringPart = 8, GatheringPause = 32;

    private static readonly long s_longestGathering = Stopwatch.Frequency / 1000;

    private readonly IBatchWriter<TRequest, TResult> _writer;
    private readonly string _name;
    private readonly int _maxBatch;
    private readonly KeyValuePair<string, object?> _tag;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly object _gate = new();
    private readonly Stack<BatchItem<TRequest, TResult>> _pool = new();
    private List<BatchItem<TRequest, TResult>> _queue = [];
    private int _queued;
    private int _answered;
    private long _duration;
    private int _gatheringPause;
    private bool _waiting;
    private bool _disposed;

    /// <summary>Starts the thread.</summary>
    /// <param name="writer">What carries out the batches.</param>
    /// <param name="name">What the store is called: in messages, as the thread's name, and as the tag <c>store</c> of the histogram <c>workflowgen.commit.batch_size</c>.</param>
    /// <param name="maxBatch">How many requests one batch has at most.</param>
    public GroupCommit(IBatchWriter<TRequest, TResult> writer, string name, int maxBatch = 1024)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxBatch);
        _writer = writer;
        _name = name;
        _maxBatch = maxBatch;
        _tag = new("store", name);
        new Thread(Run) { IsBackground = true, Name = $"WorkflowGen {name} writer" }.Start();
    }

    /// <summary>Submits a request. The answer comes after its batch is durable.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled: before the call, then nothing is submitted; or during the wait, then the request is carried out all the same.</exception>
    /// <exception cref="StoreException">The batch failed: the outcome is unknown.</exception>
    public ValueTask<TResult> SubmitAsync(TRequest request, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<TResult>(cancellationToken);
        BatchItem<TRequest, TResult>? item;
        ValueTask<TResult> answer;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (!_pool.TryPop(out item))
                item = new BatchItem<TRequest, TResult>(this);
            answer = item.Begin(request);
            _queue.Add(item);
            Volatile.Write(ref _queued, _queue.Count);
            if (_waiting)
                Monitor.Pulse(_gate);
        }

        if (cancellationToken.CanBeCanceled)
            item.CancelWith(cancellationToken);
        return answer;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _disposed = true;
            Monitor.Pulse(_gate);
        }

        return new(_ended.Task);
    }

    internal void Return(BatchItem<TRequest, TResult> item)
    {
        lock (_gate)
        {
            if (_pool.Count < MaxPooled)
                _pool.Push(item);
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A writer that cannot be closed must not take the process down from its thread.")]
    private void Run()
    {
        List<BatchItem<TRequest, TResult>> taken = [];
        while (Take(ref taken))
        {
            long started = Stopwatch.GetTimestamp();
            var items = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(taken);
            while (!items.IsEmpty)
            {
                var batch = items[..Math.Min(items.Length, _maxBatch)];
                Write(batch);
                items = items[batch.Length..];
            }

            (_answered, _duration) = (taken.Count, Stopwatch.GetTimestamp() - started);
            taken.Clear();
            Gather();
        }

        try
        {
            _writer.Close();
            _ended.SetResult();
        }
        catch (Exception e)
        {
            _ended.SetException(e);
        }
    }

    /// <summary>Swaps the queue for the empty list; false when there is nothing left to do, ever.</summary>
    private bool Take(ref List<BatchItem<TRequest, TResult>> empty)
    {
        lock (_gate)
        {
            while (_queue.Count == 0)
            {
                if (_disposed)
                    return false;
                _waiting = true;
                Monitor.Wait(_gate);
                _waiting = false;
            }

            (_queue, empty) = (empty, _queue);
            Volatile.Write(ref _queued, 0);
            return true;
        }
    }

    /// <summary>
    /// Many callers who come back at once would otherwise fall into two halves, each of which waits for the other's flush: if those who were just answered come back within a moment, they go along with
    /// those who wait already. Nobody is held back when nobody waits, and callers who do other things first are found out.
    /// </summary>
    private void Gather()
    {
        int waiting = Volatile.Read(ref _queued);
        if (waiting == 0 || _answered < 2 || _gatheringPause-- > 0)
            return;
        int all = waiting + _answered;
        long until = Stopwatch.GetTimestamp() + Math.Min(_duration / GatheringPart, s_longestGathering);
        while (Volatile.Read(ref _queued) < all && Stopwatch.GetTimestamp() < until)
            Thread.Yield();
        _gatheringPause = Volatile.Read(ref _queued) - waiting < _answered / 4 ? GatheringPause : 0;
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever goes wrong is the callers' to know.")]
    private void Write(ReadOnlySpan<BatchItem<TRequest, TResult>> batch)
    {
        CommitMetrics.BatchSize.Record(batch.Length, _tag);
        try
        {
            _writer.Write(batch);
            foreach (var item in batch)
            {
                if (!item.HasAnswer)
                    throw new UnreachableException("The writer left a request without an answer.");
            }
        }
        catch (Exception e)
        {
            foreach (var item in batch)
                item.SetException(Failed(e));
        }

        foreach (var item in batch)
            item.Complete();
    }

    /// <summary>Each caller gets an exception of its own: one that many throw would gather all their stack traces.</summary>
    private StoreException Failed(Exception e) => e is StoreException store
        ? new StoreException(store.Failure, store.Message, store)
        : new StoreException(StoreFailure.Unavailable, $"The {_name} store failed while it wrote; whether the change was written is not known. It may be repeated. ({e.Message})", e);
}
