using System.Data.Common;

namespace WorkflowGen.Storage;

/// <summary>A store in which a step can write in the same database transaction as its checkpoint (<see cref="Idempotency.Transactional"/>).</summary>
public interface ITransactionalStore
{
    /// <summary>Begins a transaction for an attempt of a step. Nothing of the run is locked by it until it is committed.</summary>
    ValueTask<StoreTransaction> BeginAsync(LeaseKey lease, CancellationToken cancellationToken);
}

/// <summary>A transaction of a <see cref="ITransactionalStore"/>. Used by one caller at a time; disposing of it rolls back what was not committed.</summary>
public abstract class StoreTransaction : IAsyncDisposable
{
    /// <summary>What the step writes through.</summary>
    public abstract DbTransaction Transaction { get; }

    /// <summary>Commits what the step has written together with the run's commit, all or nothing, under the same guards as <see cref="IWorkflowStore.CommitAsync"/>. Fenced: everything was rolled back.</summary>
    public abstract ValueTask<CommitResult> CommitAsync(RunCommit commit, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
