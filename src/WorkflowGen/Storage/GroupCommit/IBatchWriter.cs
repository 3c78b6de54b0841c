namespace WorkflowGen.Storage;

/// <summary>
/// Carries out requests that are made durable together. Called on the one thread of a <see cref="GroupCommit{TRequest, TResult}"/> and never on another, so that it may own what belongs to a thread.
/// </summary>
public interface IBatchWriter<TRequest, TResult>
{
    /// <summary>
    /// Carries out every request of the batch in order, answers each (<see cref="BatchItem{TRequest, TResult}.SetResult"/>), and returns when the changes of all of them are durable. The callers see nothing before that.
    /// A request that is refused is answered, and does not keep its neighbours from being written.
    /// </summary>
    /// <exception cref="Exception">The outcome of the whole batch is unknown: each caller gets a <see cref="StoreException"/>, whatever was answered.</exception>
    void Write(ReadOnlySpan<BatchItem<TRequest, TResult>> batch);

    /// <summary>Called once, after the last batch.</summary>
    void Close();
}
