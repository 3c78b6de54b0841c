using WorkflowGen.Storage;

namespace WorkflowGen.Journal;

/// <summary>
/// Encodes records: format version, kind, fields, CRC-32C. Numbers are varints (LEB128), times the eight bytes of their UTC ticks, texts UTF-8 behind their length. A payload comes last
/// and has no length of its own, so that it can be serialised in place.
/// </summary>
internal static partial class JournalEncoder
{
    /// <summary>The format that this version writes, and the newest that it reads.</summary>
    public const byte FormatVersion = 1;

    private const int MaxText = 4_000;
    private const int MaxStack = 8_000;

    public static int Begin(RecordBuffer buffer, RecordKind kind)
    {
        var start = buffer.Length;
        buffer.WriteByte(FormatVersion);
        buffer.WriteByte((byte)kind);
        return start;
    }

    /// <summary>Closes the record with its checksum.</summary>
    /// <returns>Its length.</returns>
    public static int End(RecordBuffer buffer, int start)
    {
        buffer.WriteUInt32(Checksum.Of(buffer.Slice(start, buffer.Length - start).Span));
        return buffer.Length - start;
    }

    /// <summary>Everything of a start but the inputs, which the caller writes next.</summary>
    public static int BeginRunStarted(RecordBuffer buffer, string workflow, int version, string shape, DateTimeOffset at, string traceParent)
    {
        var start = Begin(buffer, RecordKind.RunStarted);
        buffer.WriteString(workflow);
        buffer.WriteVarint((uint)version);
        buffer.WriteString(shape);
        buffer.WriteTime(at);
        buffer.WriteString(traceParent);
        return start;
    }

    /// <summary>Everything of a completion but the payload, which the caller writes next.</summary>
    public static int BeginStepCompleted(RecordBuffer buffer, ReadOnlySpan<byte> node, int attempt, DateTimeOffset startedAt, DateTimeOffset completedAt)
    {
        var start = Begin(buffer, RecordKind.StepCompleted);
        buffer.WriteUtf8(node);
        buffer.WriteVarint((uint)attempt);
        buffer.WriteTime(startedAt);
        buffer.WriteTime(completedAt);
        return start;
    }

    /// <summary>Everything of an item of a stream but the payload, which the caller writes next.</summary>
    public static int BeginItemReceived(RecordBuffer buffer, ReadOnlySpan<byte> node, int item, DateTimeOffset at)
    {
        var start = Begin(buffer, RecordKind.ItemReceived);
        buffer.WriteUtf8(node);
        buffer.WriteVarint((uint)item);
        buffer.WriteTime(at);
        return start;
    }

    public static int AttemptStarted(RecordBuffer buffer, ReadOnlySpan<byte> node, int attempt, DateTimeOffset at)
    {
        var start = Begin(buffer, RecordKind.AttemptStarted);
        buffer.WriteUtf8(node);
        buffer.WriteVarint((uint)attempt);
        buffer.WriteTime(at);
        return End(buffer, start);
    }

    /// <summary>A record that says only which node, and when: StepSkipped, StepCancelled, RoundStarted, StreamClosed.</summary>
    public static int NodeEvent(RecordBuffer buffer, RecordKind kind, ReadOnlySpan<byte> node, DateTimeOffset at)
    {
        var start = Begin(buffer, kind);
        buffer.WriteUtf8(node);
        buffer.WriteTime(at);
        return End(buffer, start);
    }

    public static int Heartbeat(RecordBuffer buffer, ReadOnlySpan<byte> node, int attempt, ReadOnlySpan<byte> progress)
    {
        var start = Begin(buffer, RecordKind.Heartbeat);
        buffer.WriteUtf8(node);
        buffer.WriteVarint((uint)attempt);
        buffer.WriteRaw(progress);
        return End(buffer, start);
    }

    public static int ChildStarted(RecordBuffer buffer, ReadOnlySpan<byte> node, int attempt, DateTimeOffset at, string childId)
    {
        var start = Begin(buffer, RecordKind.ChildStarted);
        buffer.WriteUtf8(node);
        buffer.WriteVarint((uint)attempt);
        buffer.WriteTime(at);
        buffer.WriteString(childId);
        return End(buffer, start);
    }

    public static int ChildLeft(RecordBuffer buffer, ReadOnlySpan<byte> node, int attempt, DateTimeOffset at, string childId)
    {
        var start = Begin(buffer, RecordKind.ChildLeft);
        buffer.WriteUtf8(node);
        buffer.WriteVarint((uint)attempt);
        buffer.WriteTime(at);
        buffer.WriteString(childId);
        return End(buffer, start);
    }

    public static int ChildEnded(RecordBuffer buffer, ReadOnlySpan<byte> node, int attempt, DateTimeOffset at, string childId, RunStatus status)
    {
        var start = Begin(buffer, RecordKind.ChildEnded);
        buffer.WriteUtf8(node);
        buffer.WriteVarint((uint)attempt);
        buffer.WriteTime(at);
        buffer.WriteString(childId);
        buffer.WriteByte((byte)status);
        return End(buffer, start);
    }

    public static int AttemptFailed(RecordBuffer buffer, DateTimeOffset startedAt, DateTimeOffset at, DateTimeOffset? retryAt, StepFailure failure)
    {
        var start = Begin(buffer, RecordKind.AttemptFailed);
        buffer.WriteTime(startedAt);
        buffer.WriteTime(at);
        buffer.WriteTime(retryAt);
        WriteFailure(buffer, failure);
        return End(buffer, start);
    }

    public static int RunEnded(RecordBuffer buffer, RunStatus status, DateTimeOffset at, IReadOnlyList<StepFailure> failures)
    {
        var start = Begin(buffer, RecordKind.RunEnded);
        buffer.WriteByte((byte)status);
        buffer.WriteTime(at);
        buffer.WriteVarint((uint)failures.Count);
        for (var i = 0; i < failures.Count; i++)
            WriteFailure(buffer, failures[i]);
        return End(buffer, start);
    }

    public static int RunParked(RecordBuffer buffer, DateTimeOffset at, string reason)
    {
        var start = Begin(buffer, RecordKind.RunParked);
        buffer.WriteTime(at);
        buffer.WriteString(Shorten(reason, MaxText));
        return End(buffer, start);
    }

    /// <summary>A record that says only when it happened.</summary>
    public static int Event(RecordBuffer buffer, RecordKind kind, DateTimeOffset at)
    {
        var start = Begin(buffer, kind);
        buffer.WriteTime(at);
        return End(buffer, start);
    }

    /// <summary>What the journal keeps of an exception.</summary>
    public static StepFailure Describe(string step, int attempt, Exception exception) => exception is RecordedFailureException recorded
        ? recorded.Recorded with { Step = step, Attempt = attempt }
        : new StepFailure(
            step,
            attempt,
            Shorten(exception.GetType().FullName ?? exception.GetType().Name, MaxText),
            Shorten(exception.Message, MaxText),
            exception.StackTrace is { } stack ? Shorten(stack, MaxStack) : null);

    public static void WriteFailure(RecordBuffer buffer, StepFailure failure)
    {
        buffer.WriteString(failure.Step);
        buffer.WriteVarint((uint)failure.Attempt);
        buffer.WriteString(failure.ErrorType);
        buffer.WriteString(failure.Message);
        buffer.WriteString(failure.StackTrace ?? "");
    }

    /// <summary>At most so many characters, never half a surrogate pair.</summary>
    public static string Shorten(string text, int max)
    {
        if (text.Length <= max)
            return text;
        var cut = max - 1;
        if (char.IsHighSurrogate(text[cut - 1]))
            cut--;
        return string.Concat(text.AsSpan(0, cut), "…");
    }
}
