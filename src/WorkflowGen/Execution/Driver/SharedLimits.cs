using System.Diagnostics.CodeAnalysis;
using WorkflowGen.Storage;

namespace WorkflowGen.Execution;

/// <summary>The bounds that the steps of all workers share, where the store counts them. Whoever is let in here asks there, and asks again as long as there is no place.</summary>
internal sealed class SharedLimitLine(ISharedLimits store, TimeProvider time, TimeSpan longestWait)
{
    private readonly Lock _gate = new();
    private readonly HashSet<SharedPlace> _waiting = [];

    public ISharedLimits Store => store;

    public TimeProvider Time => time;

    /// <summary>How long somebody waits at most before asking again.</summary>
    public TimeSpan LongestWait => longestWait;

    /// <summary>A place may be free: whoever waits asks again.</summary>
    public void Look()
    {
        SharedPlace[] waiting;
        lock (_gate)
        {
            if (_waiting.Count == 0)
                return;
            waiting = [.. _waiting];
        }
        foreach (var place in waiting)
            place.Look();
    }

    public void Add(SharedPlace place)
    {
        lock (_gate)
            _waiting.Add(place);
    }

    public void Remove(SharedPlace place)
    {
        lock (_gate)
            _waiting.Remove(place);
    }
}

/// <summary>
/// One attempt's place among those of all workers. It is bound to the run's lease, so that it is free when that is over, whatever becomes of this process: giving it back is a courtesy that may fail.
/// </summary>
internal sealed class SharedPlace(SharedLimitLine line, LimitTicket ticket, LeaseKey lease, string node)
{
    private const int TriesToLeave = 3;

    private static readonly TimeSpan s_firstWait = TimeSpan.FromMilliseconds(10);

    private readonly CancellationTokenSource _left = new();
    private TaskCompletionSource _look = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Asks until there is a place, or it is not wanted any more. Not on the caller's thread, which has the limit's lock.</summary>
    public void Ask() => _ = Task.Run(AskAsync);

    public void Look() => Volatile.Read(ref _look).TrySetResult();

    /// <summary>It is not wanted any more.</summary>
    /// <param name="wasIn">Whether the attempt had it; if not, whoever is still asking for it sees to the rest.</param>
    public void Leave(bool wasIn)
    {
        if (wasIn)
            _ = Task.Run(LeaveAsync);
        else
            _ = _left.CancelAsync();
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A store that does not answer is asked again: the step does not start without a place.")]
    private async Task AskAsync()
    {
        line.Add(this);
        try
        {
            for (var wait = s_firstWait; !_left.IsCancellationRequested; wait = wait * 2 < line.LongestWait ? wait * 2 : line.LongestWait)
            {
                // What is told from here on is about places that this answer did not see.
                Volatile.Write(ref _look, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
                LimitAnswer answer;
                try
                {
                    var policy = ticket.Policy;
                    answer = await line.Store.EnterLimitAsync(
                        new LimitRequest { Name = policy.Name, Lease = lease, Node = node, Concurrency = policy.Concurrency, PerSecond = policy.PerSecond, Now = line.Time.GetUtcNow() }, CancellationToken.None).ConfigureAwait(false);
                }
                catch (ObjectDisposedException)
                {
                    return;
                }
                catch (Exception)
                {
                    // It may have been granted: asked again, it is had already; not wanted any more, it is given back below.
                    answer = default;
                }

                if (answer.Granted && ticket.Limit.TryGrantShared(ticket))
                {
                    ticket.Tell();
                    return;
                }
                if (!answer.Granted)
                    await WaitAsync(answer.RetryAt is { } at ? at - line.Time.GetUtcNow() : wait).ConfigureAwait(false);
            }

            await LeaveAsync().ConfigureAwait(false);
        }
        finally
        {
            line.Remove(this);
        }
    }

    private async Task WaitAsync(TimeSpan time)
    {
        // Rounded up to a millisecond: the framework's timers round down, and would ask too early.
        var bounded = TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(1, time.TotalMilliseconds)));
        await Volatile.Read(ref _look).Task.WaitAsync(bounded < line.LongestWait ? bounded : line.LongestWait, line.Time, _left.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "What is not given back is free when the lease is over.")]
    private async Task LeaveAsync()
    {
        for (var tries = 1; tries <= TriesToLeave; tries++)
        {
            try
            {
                await line.Store.LeaveLimitAsync(ticket.Policy.Name, lease, node, CancellationToken.None).ConfigureAwait(false);
                break;
            }
            catch (Exception)
            {
                await Task.Delay(s_firstWait * tries, line.Time).ConfigureAwait(false);
            }
        }
        line.Look();
    }
}
