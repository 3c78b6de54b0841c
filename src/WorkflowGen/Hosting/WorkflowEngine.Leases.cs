using WorkflowGen.Storage;

namespace WorkflowGen.Hosting;

// Leases are renewed at a third of their time. A run whose lease is lost, or could not be renewed until it ran out, is stopped here and now.
public sealed partial class WorkflowEngine
{
    private Task _renewal = Task.CompletedTask;

    private TimeSpan RenewalPeriod => Options.LeaseDuration / 3;

    private async Task RenewAsync()
    {
        var stopped = _graceOver.Token;
        using var timer = new PeriodicTimer(RenewalPeriod, BackgroundTime);
        try
        {
            while (await timer.WaitForNextTickAsync(stopped).ConfigureAwait(false))
                await RenewOnceAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async ValueTask RenewOnceAsync()
    {
        var leases = new List<LeaseKey>();
        foreach (var run in _active.Values)
        {
            if (run.Lease is { } lease)
                leases.Add(lease);
        }
        if (leases.Count == 0)
            return;

        var leaseUntil = Time.GetUtcNow() + Options.LeaseDuration;
        try
        {
            // A store that does not answer must not keep leases from being seen to run out.
            var lost = await Store.RenewAsync(leases, leaseUntil, CancellationToken.None).AsTask().WaitAsync(RenewalPeriod, BackgroundTime).ConfigureAwait(false);
            var lostKeys = lost.ToHashSet();
            foreach (var lease in leases)
            {
                if (!_active.TryGetValue(lease.RunId, out var run) || run.Lease != lease)
                    continue;
                if (lostKeys.Contains(lease))
                    Lose(run);
                else
                    run.LeaseUntil = leaseUntil;
            }
            await LookForMessagesAsync(leases).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            StoreTrouble.Failed(exception);
            // One that will have run out by the next try may be another's by then: it is given up while it surely still holds.
            var next = Time.GetUtcNow() + RenewalPeriod;
            foreach (var run in _active.Values)
            {
                if (run.Lease is not null && run.LeaseUntil <= next)
                    Lose(run);
            }
        }
    }

    /// <summary>Cancellations that were asked for, and signals that were sent, in another process.</summary>
    private async ValueTask LookForMessagesAsync(List<LeaseKey> leases)
    {
        foreach (var lease in leases)
        {
            if (!_active.TryGetValue(lease.RunId, out var run) || run.Lease != lease)
                continue;
            var head = await Store.GetAsync(lease.RunId, CancellationToken.None).ConfigureAwait(false);
            if (head?.CancelRequestedAt is { } at && head.Epoch == lease.Epoch)
                run.RequestCancel(at);
            if (head?.LastSignal > run.SignalsKnown && head.Epoch == lease.Epoch)
                run.LookForSignals();
        }
    }

    private void Lose(RunActivation run)
    {
        Log.Fenced(run.RunId, run.Epoch);
        run.Abandon();
    }
}
