using System.Globalization;

namespace WorkflowGen.Execution;

/// <summary>The signs of life of one attempt: given on the step's own thread, looked at by the driver.</summary>
internal sealed class AttemptPulse
{
    private readonly TimeProvider _time;
    private readonly string _step;
    private readonly int _maxBytes;
    private long _lastBeat;
    private Report? _last;
    private Report? _recorded;

    /// <param name="key">Whose attempt it is.</param>
    /// <param name="before">What an earlier attempt reported last; empty: nothing.</param>
    /// <param name="maxBytes">What one report may take.</param>
    public AttemptPulse(TimeProvider time, string step, NodeKey key, ReadOnlyMemory<byte> before, int maxBytes)
    {
        _time = time;
        _step = step;
        _maxBytes = maxBytes;
        _lastBeat = time.GetTimestamp();
        Key = key;
        Before = before;
        Sink = Beat;
    }

    public NodeKey Key { get; }

    public ReadOnlyMemory<byte> Before { get; }

    public Action<ReadOnlyMemory<byte>> Sink { get; }

    /// <summary>The monotonic timestamp of the last sign of life; the attempt's start is the first.</summary>
    public long LastBeat => Volatile.Read(ref _lastBeat);

    /// <summary>What was reported last, by this attempt or before it.</summary>
    public ReadOnlyMemory<byte> Progress => Volatile.Read(ref _last)?.Progress ?? Before;

    /// <summary>What was reported since it was last taken; null: nothing.</summary>
    public ReadOnlyMemory<byte>? TakeUnrecorded()
    {
        var last = Volatile.Read(ref _last);
        if (ReferenceEquals(last, _recorded))
            return null;
        _recorded = last;
        return last!.Progress;
    }

    private void Beat(ReadOnlyMemory<byte> progress)
    {
        if (progress.Length > _maxBytes)
            throw TooLarge(progress.Length);
        Volatile.Write(ref _last, new Report(progress));
        Volatile.Write(ref _lastBeat, _time.GetTimestamp());
    }

    private HandoffException TooLarge(int length)
    {
        var element = Key.Element < 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"[{Key.Element}]");
        return new HandoffException(
            $"The progress that step '{_step}{element}' reports takes {length:N0} bytes of JSON, and WorkflowGenOptions.MaxPayloadBytes allows {_maxBytes:N0}. Report how far it has come (a number, a key) rather than what it has done, or raise the limit.");
    }

    // A reference, so that it is replaced in one piece.
    private sealed class Report(ReadOnlyMemory<byte> progress)
    {
        public ReadOnlyMemory<byte> Progress { get; } = progress;
    }
}
