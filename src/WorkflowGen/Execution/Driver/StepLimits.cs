using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using WorkflowGen.Storage;

namespace WorkflowGen.Execution;

/// <summary>The bounds that steps of different runs share ([Limit]), by name: those of an engine, or of the runs in memory of a process. Safe for concurrent use.</summary>
internal sealed class StepLimits(TimeProvider time)
{
    private static readonly ConditionalWeakTable<TimeProvider, StepLimits> s_ofProcess = [];

    private readonly ConcurrentDictionary<string, StepLimit> _limits = new(StringComparer.Ordinal);

    /// <summary>What runs in memory share that have the same clock.</summary>
    public static StepLimits OfProcess(TimeProvider time) => s_ofProcess.GetValue(time, static time => new StepLimits(time));

    /// <summary>Set where the store counts, too: after the line in this process comes the one of all.</summary>
    public SharedLimitLine? Shared { get; init; }

    public StepLimit Of(string name) => _limits.GetOrAdd(name, static (_, time) => new StepLimit(time), time);
}

/// <summary>One bound: so many at once, and so many starts per second. Who comes first goes first.</summary>
/// <remarks>No second sees more starts than the bound says, wherever it begins: a start counts until its window has passed.</remarks>
internal sealed class StepLimit(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<LimitTicket> _queue = new();
    private readonly Queue<long> _starts = new();
    private int _entered;
    private ITimer? _timer;

    /// <summary>Whether the step may start now. If not, it is in line, and <c>WorkflowExecutor.OnLimitFree</c> follows when its turn has come, unless it leaves first.</summary>
    public bool TryEnter(LimitTicket ticket)
    {
        lock (_gate)
        {
            if (_queue.Count == 0 && Wait(ticket.Policy) == TimeSpan.Zero)
            {
                Grant(ticket);
                return ticket.Place is null;
            }
            ticket.State = LimitTicketState.Waiting;
            ticket.InLine = _queue.AddLast(ticket);
            Arm();
            return false;
        }
    }

    /// <summary>The step has ended, or does not want to start any more. A second call does nothing.</summary>
    /// <returns>Whether it had been let in.</returns>
    public bool Leave(LimitTicket ticket)
    {
        lock (_gate)
        {
            var state = ticket.State;
            ticket.State = LimitTicketState.Left;
            if (state is LimitTicketState.Entered or LimitTicketState.Asking)
                _entered--;
            else if (state == LimitTicketState.Waiting)
                _queue.Remove(ticket.InLine!);
            else
                return false;
            ticket.Place?.Leave(wasIn: state == LimitTicketState.Entered);
            LetIn();
            return state == LimitTicketState.Entered;
        }
    }

    /// <summary>The store has a place for it, too. False: it does not want it any more.</summary>
    public bool TryGrantShared(LimitTicket ticket)
    {
        lock (_gate)
        {
            if (ticket.State != LimitTicketState.Asking)
                return false;
            ticket.State = LimitTicketState.Entered;
            return true;
        }
    }

    private void OnTimer()
    {
        lock (_gate)
        {
            LetIn();
        }
    }

    private void LetIn()
    {
        while (_queue.First is { } first && Wait(first.Value.Policy) == TimeSpan.Zero)
        {
            _queue.RemoveFirst();
            Grant(first.Value);
            if (first.Value.Place is not null)
                continue;
            // Never inline: it would run that run's steps inside of this one's.
            ThreadPool.UnsafeQueueUserWorkItem(first.Value, preferLocal: false);
        }
        Arm();
    }

    private void Grant(LimitTicket ticket)
    {
        ticket.State = ticket.Place is null ? LimitTicketState.Entered : LimitTicketState.Asking;
        ticket.InLine = null;
        ticket.Place?.Ask();
        _entered++;
        if (ticket.Policy.PerSecond > 0)
            _starts.Enqueue(time.GetTimestamp());
    }

    /// <summary>How long until the next may start: zero: now; <see cref="TimeSpan.MaxValue"/>: not before another leaves.</summary>
    private TimeSpan Wait(LimitPolicy policy)
    {
        if (policy.Concurrency > 0 && _entered >= policy.Concurrency)
            return TimeSpan.MaxValue;
        if (policy.PerSecond <= 0)
            return TimeSpan.Zero;

        var (most, window) = LimitWindow.Of(policy.PerSecond);
        while (_starts.TryPeek(out var oldest) && time.GetElapsedTime(oldest) >= window)
            _starts.Dequeue();
        return _starts.Count < most ? TimeSpan.Zero : window - time.GetElapsedTime(_starts.Peek());
    }

    /// <summary>When only time keeps the first in line out, time lets it in.</summary>
    private void Arm()
    {
        if (_queue.First is not { } first || Wait(first.Value.Policy) is var wait && wait == TimeSpan.MaxValue)
            return;
        // Rounded up to a millisecond: the framework's timers round down, and would fire early.
        var due = TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(1, wait.TotalMilliseconds)));
        _timer ??= time.CreateTimer(static state => ((StepLimit)state!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(due, Timeout.InfiniteTimeSpan);
    }
}

internal enum LimitTicketState
{
    New,
    Waiting,

    /// <summary>Let in here, but not yet by the store.</summary>
    Asking,
    Entered,
    Left,
}

/// <summary>One attempt's place in line, and its leave to run when its turn has come. Its state belongs to the limit.</summary>
internal sealed class LimitTicket(WorkflowExecutor executor, int index, LimitPolicy policy, StepLimit limit) : IThreadPoolWorkItem
{
    /// <summary>Which node or element of the executor.</summary>
    public int Index { get; } = index;

    public LimitPolicy Policy { get; } = policy;

    public StepLimit Limit { get; } = limit;

    public LimitTicketState State { get; set; }

    public LinkedListNode<LimitTicket>? InLine { get; set; }

    /// <summary>Its place among those of all workers; null: only this process counts.</summary>
    public SharedPlace? Place { get; set; }

    /// <summary>Tells the executor.</summary>
    public void Tell() => executor.OnLimitFree(this);

    /// <summary>Links those that wait to be taken by the driver.</summary>
    public LimitTicket? Next { get; set; }

    void IThreadPoolWorkItem.Execute() => executor.OnLimitFree(this);
}
