using WorkflowGen.Execution;
using WorkflowGen.Storage;

namespace WorkflowGen.Hosting;

// The run's inbox. Whoever puts a signal only says that there is something: what it is, and what came before it, is read from the store, in order. So none is missed between two that are told.
internal sealed partial class RunActivation
{
    private IReadOnlyList<StoredSignal> _inboxAtStart = [];
    private long _signalsKnown;
    private int _looks;
    private volatile bool _wasToldOfSignals;

    /// <summary>Whether somebody said that there are signals, since the run was taken up.</summary>
    public bool WasToldOfSignals => _wasToldOfSignals;

    /// <summary>The number up to which the executor has been handed all signals.</summary>
    public long SignalsKnown => Volatile.Read(ref _signalsKnown);

    void IRunJournal.SignalConsumed(long sequence) => _gathering.Consume(sequence);

    /// <summary>There may be signals that the executor has not seen. Any thread, at any time.</summary>
    public void LookForSignals()
    {
        _wasToldOfSignals = true;
        Interlocked.MemoryBarrier();
        if (_executor is { } executor && Interlocked.Increment(ref _looks) == 1)
            _ = LookAsync(executor);
    }

    private async Task LookAsync(WorkflowExecutor executor)
    {
        while (true)
        {
            var looks = Volatile.Read(ref _looks);
            try
            {
                var signals = await _store.ReadSignalsAsync(RunId, _signalsKnown, CancellationToken.None).ConfigureAwait(false);
                if (signals.Count > 0)
                {
                    Volatile.Write(ref _signalsKnown, signals[^1].Sequence);
                    executor.OnSignals(Received(signals));
                }
            }
            catch (Exception exception)
            {
                // Looked for again when the lease is renewed; and the commit that suspends the run says how many were seen.
                _engine.StoreTrouble.Failed(exception);
            }
            if (Interlocked.CompareExchange(ref _looks, 0, looks) == looks)
                return;
        }
    }

    private void KeepInbox(StoredRun stored)
    {
        _inboxAtStart = stored.Signals;
        _signalsKnown = stored.Head.LastSignal;
    }

    private void HandInboxTo(WorkflowExecutor executor)
    {
        executor.RestoreSignals(Received(_inboxAtStart), _signalsKnown);
        _inboxAtStart = [];
    }

    private ReceivedSignal[] Received(IReadOnlyList<StoredSignal> signals) =>
        [.. signals.Select(s => new ReceivedSignal(s.Sequence, s.Name, s.At, null, s.Payload) { Child = ReadChildEnd(s) })];
}
