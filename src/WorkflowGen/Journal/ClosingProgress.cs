using WorkflowGen.Execution;
using WorkflowGen.Storage;

namespace WorkflowGen.Journal;

/// <summary>What can be undone, by the journal.</summary>
/// <param name="Attempt">The attempt in which it completed.</param>
/// <param name="Payload">What the compensation takes, as JSON; empty for a child.</param>
internal readonly record struct ArmedProgress(NodeKey Key, int Attempt, int Ordinal, ReadOnlyMemory<byte> Payload);

/// <summary>What a run can undo, and how far it has come with that on its way to its end: part of <see cref="RunProgress"/>, for runs that have any of it.</summary>
internal sealed class ClosingProgress
{
    private readonly List<ArmedProgress> _armed = [];

    /// <summary>In the order of completion; what was undone is not among them.</summary>
    public IReadOnlyList<ArmedProgress> Armed => _armed;

    public int NextOrdinal { get; private set; }

    /// <summary>How the run will end; null: its steps are not over.</summary>
    public RunStatus? Status { get; private set; }

    /// <summary>Since when the next compensation can run: the one before was done, the run began to close, or it was released.</summary>
    public DateTimeOffset ReadyAt { get; private set; }

    /// <summary>How many attempts at the next compensation have failed.</summary>
    public int Attempts { get; private set; }

    /// <summary>When its next attempt is due; null: it does not wait for one.</summary>
    public DateTimeOffset? RetryAt { get; private set; }

    /// <summary>Why it failed for good, which has parked the run; null: it did not.</summary>
    public StepFailure? Stuck { get; private set; }

    /// <summary>The child that the run stands for: it does nothing but undo that. Null: the run is one of its own.</summary>
    public string? Undoes { get; set; }

    /// <summary>Whether compensations are left to do.</summary>
    public bool IsUndoing => Status is RunStatus.Failed or RunStatus.Cancelled && _armed.Count > 0;

    public void Arm(NodeKey key, int attempt, int ordinal, ReadOnlyMemory<byte> payload)
    {
        if (Status is not null || ordinal != NextOrdinal)
            throw Refused($"compensation {ordinal} is armed");
        _armed.Add(new ArmedProgress(key, attempt, ordinal, payload));
        NextOrdinal++;
    }

    public void Disarm()
    {
        _armed.RemoveAt(_armed.Count - 1);
        NextOrdinal--;
    }

    public void Close(RunStatus status, DateTimeOffset at)
    {
        if (Status is not null)
            throw Refused("the run closes again");
        Status = status;
        ReadyAt = at;
    }

    public void Compensated(int ordinal, DateTimeOffset at)
    {
        Expect(ordinal, "is done");
        _armed.RemoveAt(_armed.Count - 1);
        ReadyAt = at;
        Attempts = 0;
        RetryAt = null;
    }

    public void CompensationFailed(int ordinal, DateTimeOffset? retryAt, StepFailure failure)
    {
        Expect(ordinal, "fails");
        Attempts = failure.Attempt;
        RetryAt = retryAt;
        Stuck = retryAt is null ? failure : null;
    }

    /// <summary>Tried again, attempts counted anew.</summary>
    public void Released(DateTimeOffset at)
    {
        if (Stuck is null)
            return;
        Stuck = null;
        Attempts = 0;
        ReadyAt = at;
    }

    public void Write(RecordBuffer buffer, NodeNames names)
    {
        buffer.WriteVarint((uint)NextOrdinal);
        buffer.WriteVarint((uint)_armed.Count);
        foreach (var armed in _armed)
        {
            buffer.WriteUtf8(names.Utf8(armed.Key));
            buffer.WriteVarint((uint)armed.Attempt);
            buffer.WriteVarint((uint)armed.Ordinal);
            buffer.WriteVarint((uint)armed.Payload.Length);
            buffer.WriteRaw(armed.Payload.Span);
        }
        buffer.WriteByte((byte)(Status ?? 0));
        buffer.WriteTime(ReadyAt);
        buffer.WriteVarint((uint)Attempts);
        buffer.WriteTime(RetryAt);
        buffer.WriteByte(Stuck is null ? (byte)0 : (byte)1);
        if (Stuck is not null)
            JournalEncoder.WriteFailure(buffer, Stuck);
        buffer.WriteString(Undoes ?? "");
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="key">Reads a node's name.</param>
    /// <exception cref="JournalException">It is damaged, or names a step that there is not.</exception>
    public static ClosingProgress Read(ReadOnlyMemory<byte> section, Func<string, NodeKey> key)
    {
        var reader = new RecordReader(section);
        var closing = new ClosingProgress { NextOrdinal = reader.ReadInt32() };
        for (var i = reader.ReadCount(); i > 0; i--)
            closing._armed.Add(new ArmedProgress(key(reader.ReadString()), reader.ReadInt32(), reader.ReadInt32(), reader.ReadBytes(reader.ReadCount())));
        closing.Status = reader.ReadByte() is var status and not 0 ? (RunStatus)status : null;
        closing.ReadyAt = reader.ReadTime();
        closing.Attempts = reader.ReadInt32();
        closing.RetryAt = reader.ReadOptionalTime();
        closing.Stuck = reader.ReadByte() == 0 ? null : JournalDecoder.ReadFailure(ref reader);
        closing.Undoes = reader.ReadString() is { Length: > 0 } child ? child : null;
        reader.End();
        return closing;
    }

    private void Expect(int ordinal, string what)
    {
        if (!IsUndoing || _armed[^1].Ordinal != ordinal)
            throw Refused($"compensation {ordinal} {what}");
    }

    private static JournalException Refused(string what) => new(JournalFailure.Corrupt, $"By the journal {what}, which cannot be.");
}
