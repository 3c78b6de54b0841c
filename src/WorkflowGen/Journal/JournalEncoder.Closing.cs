using WorkflowGen.Storage;

namespace WorkflowGen.Journal;

// What a run can undo, and how it closes.
internal static partial class JournalEncoder
{
    /// <summary>Everything but the payload, which the caller writes next.</summary>
    public static int BeginCompensationArmed(RecordBuffer buffer, ReadOnlySpan<byte> node, int attempt, int ordinal)
    {
        var start = Begin(buffer, RecordKind.CompensationArmed);
        buffer.WriteUtf8(node);
        buffer.WriteVarint((uint)attempt);
        buffer.WriteVarint((uint)ordinal);
        return start;
    }

    public static int Compensated(RecordBuffer buffer, ReadOnlySpan<byte> node, int ordinal, string compensation, int attempt, DateTimeOffset startedAt, DateTimeOffset at)
    {
        var start = Begin(buffer, RecordKind.Compensated);
        buffer.WriteUtf8(node);
        buffer.WriteVarint((uint)ordinal);
        buffer.WriteString(compensation);
        buffer.WriteVarint((uint)attempt);
        buffer.WriteTime(startedAt);
        buffer.WriteTime(at);
        return End(buffer, start);
    }

    public static int CompensationFailed(RecordBuffer buffer, ReadOnlySpan<byte> node, int ordinal, DateTimeOffset startedAt, DateTimeOffset at, DateTimeOffset? retryAt, StepFailure failure)
    {
        var start = Begin(buffer, RecordKind.CompensationFailed);
        buffer.WriteUtf8(node);
        buffer.WriteVarint((uint)ordinal);
        buffer.WriteTime(startedAt);
        buffer.WriteTime(at);
        buffer.WriteTime(retryAt);
        WriteFailure(buffer, failure);
        return End(buffer, start);
    }

    public static int UndoRequested(RecordBuffer buffer, DateTimeOffset at, string childId)
    {
        var start = Begin(buffer, RecordKind.UndoRequested);
        buffer.WriteTime(at);
        buffer.WriteString(childId);
        return End(buffer, start);
    }

    public static int RunClosing(RecordBuffer buffer, RunStatus status, DateTimeOffset at)
    {
        var start = Begin(buffer, RecordKind.RunClosing);
        buffer.WriteByte((byte)status);
        buffer.WriteTime(at);
        return End(buffer, start);
    }
}
