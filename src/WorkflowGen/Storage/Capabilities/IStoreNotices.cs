namespace WorkflowGen.Storage;

/// <summary>
/// A store that tells what other processes have done to it, so that a worker need not wait for its next look. Notices are hints: they may be lost, late, or come twice, and everything works by polling without them.
/// </summary>
public interface IStoreNotices
{
    /// <summary>Tells a listener of everything from now on, until it is disposed of. The listener must return at once and not throw.</summary>
    IDisposable Subscribe(Action<StoreNotice> listener);
}

/// <summary>Something that was done to a store.</summary>
/// <param name="Kind">What.</param>
/// <param name="RunId">To which run; null for <see cref="StoreNoticeKind.Due"/> and <see cref="StoreNoticeKind.Missed"/>.</param>
public readonly record struct StoreNotice(StoreNoticeKind Kind, string? RunId);

/// <summary>What a <see cref="StoreNotice"/> is about.</summary>
public enum StoreNoticeKind
{
    /// <summary>Some run has become due at once: a claim may find it.</summary>
    Due = 0,

    /// <summary>A signal was put for a run, or its cancellation asked for: whoever executes it should look into its inbox and head.</summary>
    Message = 1,

    /// <summary>A run has ended or was parked: whoever waits for it can read it.</summary>
    Ended = 2,

    /// <summary>The connection was lost for a while: anything may have happened.</summary>
    Missed = 3,
}
