using WorkflowGen.Storage;

namespace WorkflowGen.Hosting;

// Runs that were taken up several times and have committed nothing: one of them may be what ends its worker every time, and those beside it count up with it. From the third time on they are suspects. A worker has one
// suspect at a time, until that has committed something; the others stay unclaimed, and do not count. So whoever is innocent is soon taken up while the guilty one is not, commits, and is no suspect any more; the
// guilty one alone goes on counting. All of this follows from what the store counts: nothing is lost when the worker dies of it.
public sealed partial class WorkflowEngine
{
    private const int ClaimsOfSuspects = 3;

    private RunActivation? _trial;
    private DateTimeOffset _trialSince;

    /// <summary>Whether it is worth asking the store for suspects: at first, once in a while, and as long as there are some.</summary>
    private bool _mayBeSuspects;

    private int SuspectFrom => Math.Clamp(Options.MaxClaimsWithoutProgress - 1, 1, ClaimsOfSuspects);

    private async ValueTask TrySuspectAsync(DateTimeOffset now, DateTimeOffset leaseUntil)
    {
        // One whose step simply takes long must not keep the others waiting for ever.
        if (!_mayBeSuspects || (Volatile.Read(ref _trial) is not null && now - _trialSince < Options.LeaseDuration))
            return;
        var heads = await Store.ClaimAsync(
            new ClaimRequest { Owner = _owner, Now = now, LeaseUntil = leaseUntil, Limit = 1, Workflows = _keys, Queues = _queues, MinClaimsWithoutProgress = SuspectFrom }, CancellationToken.None).ConfigureAwait(false);
        if (heads is not [var head])
        {
            _mayBeSuspects = false;
            return;
        }
        _trialSince = now;
        TakeUp(head, leaseUntil, isOnTrial: true);
    }

    private void BeginTrial(RunActivation run) => Volatile.Write(ref _trial, run);

    /// <summary>It has committed something, or is not in this worker's hands any more: the next one may begin.</summary>
    internal void EndTrial(RunActivation run)
    {
        if (Interlocked.CompareExchange(ref _trial, null, run) == run)
            _wake.Set();
    }
}
