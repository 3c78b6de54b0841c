using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using WorkflowGen.Storage;

namespace WorkflowGen.Journal;

/// <summary>Tells a run's journal as a sequence of events. There is no second log: what is not committed did not happen.</summary>
internal sealed class AuditTrail(string runId)
{
    // The last round and attempt of each step and element that have begun: a loop of many rounds takes no more room than one.
    private readonly Dictionary<string, int> _begun = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (int Round, int Attempt)> _attempted = new(StringComparer.Ordinal);

    /// <exception cref="JournalException">The entry is damaged or newer.</exception>
    public IEnumerable<AuditEvent> Of(JournalEntry entry)
    {
        JournalRecord record;
        try
        {
            record = JournalDecoder.Decode(entry.Data);
        }
        catch (JournalException exception)
        {
            throw new JournalException(exception.Failure, $"Run '{runId}', entry {entry.Sequence}: {exception.Message}", exception);
        }
        return EventsOf(record, entry).Select(Place);
    }

    private IEnumerable<AuditEvent> EventsOf(JournalRecord record, JournalEntry entry)
    {
        return record switch
        {
            RunStarted started => [Event("job_start", started.At) with { Workflow = started.Workflow, Version = started.Version, Bytes = started.Inputs.Length, Sha256 = Hash(started.Inputs) }],
            AttemptStarted started => Begin(started.Node, started.Attempt, started.At),
            StepCompleted completed => [.. Begin(completed.Node, completed.Attempt, completed.StartedAt), Ended("attempt_ok", completed), Ended("step_ok", completed)],
            ChildStarted child => Begin(child.Node, child.Attempt, child.At),
            ChildLeft left => [Event("child_leave", left.At) with { Node = left.Node, Attempt = left.Attempt }],
            ChildEnded ended => [Event("child_end", ended.At) with { Node = ended.Node, Attempt = ended.Attempt, Reason = ended.Status.ToString() }],
            StepSkipped skipped => [Event("step_skip", skipped.At) with { Node = skipped.Node }],
            StepCancelled cancelled => [Event("step_cancel", cancelled.At) with { Node = cancelled.Node }],
            RoundStarted started => [Event("round_start", started.At) with { Node = NextRound(started.Loop) }],
            AttemptFailed failed => OfFailure(failed),
            RunEnded { Status: RunStatus.Completed } ended => [Event("job_ok", ended.At)],
            RunEnded { Status: RunStatus.Cancelled } ended => [Event("job_cancel", ended.At)],
            RunEnded ended => [OfFailedRun(ended)],
            RunParked parked => [Event("job_park", parked.At) with { Reason = parked.Reason }],
            RunReleased released => [Event("job_release", released.At)],
            RunMoved moved => [Event("job_move", moved.At) with { Reason = $"To queue '{moved.Queue}'." }],
            RunClosing closing => [Event("job_close", closing.At) with { Reason = closing.Status.ToString() }],
            UndoRequested requested => [Event("job_undo_request", requested.At)],
            ShapeMet met => [Event("job_shape", met.At) with { Reason = met.Shape }],
            Compensated undone =>
            [
                Undo("undo_start", undone.Node, undone.Compensation, undone.Attempt, undone.StartedAt),
                Undo("undo_ok", undone.Node, undone.Compensation, undone.Attempt, undone.At),
            ],
            CompensationFailed failed =>
            [
                Undo("undo_start", failed.Node, failed.Failure.Step, failed.Failure.Attempt, failed.StartedAt),
                Undo("undo_fail", failed.Node, failed.Failure.Step, failed.Failure.Attempt, failed.At) with
                {
                    ErrorType = failed.Failure.ErrorType,
                    Reason = failed.Failure.Message,
                    RetryAt = failed.RetryAt,
                },
            ],
            CancelRequested requested => [Event("job_cancel_request", requested.At)],
            _ => [],
        };

        AuditEvent Event(string name, DateTimeOffset at) => new(entry.Sequence, name, at, runId);

        AuditEvent Undo(string name, string node, string compensation, int attempt, DateTimeOffset at) => Event(name, at) with
        {
            Node = node,
            Compensation = compensation.Length == 0 ? null : compensation,
            Attempt = attempt,
        };

        AuditEvent Ended(string name, StepCompleted completed) => Event(name, completed.CompletedAt) with
        {
            Node = completed.Node,
            Attempt = completed.Attempt,
            Bytes = completed.Payload.IsEmpty ? null : completed.Payload.Length,
            Sha256 = completed.Payload.IsEmpty ? null : Hash(completed.Payload),
        };

        IEnumerable<AuditEvent> Begin(string node, int attempt, DateTimeOffset at)
        {
            var events = new List<AuditEvent>(2);
            var (name, round) = NodeNames.SplitRound(node);
            if (_begun.GetValueOrDefault(name) < round)
            {
                _begun[name] = round;
                events.Add(Event("step_start", at) with { Node = node });
            }
            // The start of a step that must not run twice was on record before; that of others is known from their end.
            if (_attempted.GetValueOrDefault(name).CompareTo((round, attempt)) < 0)
            {
                _attempted[name] = (round, attempt);
                events.Add(Event("attempt_start", at) with { Node = node, Attempt = attempt });
            }
            return events;
        }

        IEnumerable<AuditEvent> OfFailure(AttemptFailed failed)
        {
            var events = new List<AuditEvent>(Begin(failed.Failure.Step, failed.Failure.Attempt, failed.StartedAt))
            {
                Failure("attempt_fail", failed) with { RetryAt = failed.RetryAt },
            };
            if (failed.RetryAt is null)
                events.Add(Failure("step_fail", failed));
            return events;
        }

        AuditEvent Failure(string name, AttemptFailed failed) => Event(name, failed.At) with
        {
            Node = failed.Failure.Step,
            Attempt = failed.Failure.Attempt,
            ErrorType = failed.Failure.ErrorType,
            Reason = failed.Failure.Message,
        };

        AuditEvent OfFailedRun(RunEnded ended)
        {
            var failure = ended.Failures.Count > 0 ? ended.Failures[0] : null;
            return Event("job_fail", ended.At) with { Node = failure?.Step, Attempt = failure?.Attempt, ErrorType = failure?.ErrorType, Reason = failure?.Message };
        }
    }

    private static AuditEvent Place(AuditEvent e) => e.Node is { } node && NodeNames.SplitRound(node) is (var name, > 1 and var round) ? e with { Node = name, Round = round } : e;

    private static string NextRound(string loop) => NodeNames.SplitRound(loop) is var (name, round) ? $"{name}/{round + 1}" : loop;

    /// <summary>Writes an event as one line of JSON. Line breaks and control characters in texts are escaped by JSON itself.</summary>
    public static void WriteLine(AuditEvent e, IBufferWriter<byte> output)
    {
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            writer.WriteString("event", e.Event);
            writer.WriteString("time", e.Time.UtcDateTime);
            writer.WriteString("run", e.Run);
            writer.WriteNumber("seq", e.Sequence);
            WriteText(writer, "workflow", e.Workflow);
            WriteNumber(writer, "version", e.Version);
            WriteText(writer, "node", e.Node);
            WriteNumber(writer, "round", e.Round);
            WriteText(writer, "compensation", e.Compensation);
            WriteNumber(writer, "attempt", e.Attempt);
            WriteNumber(writer, "bytes", e.Bytes);
            WriteText(writer, "sha256", e.Sha256);
            WriteText(writer, "error", e.ErrorType);
            WriteText(writer, "reason", e.Reason);
            if (e.RetryAt is { } retryAt)
                writer.WriteString("retry_at", retryAt.UtcDateTime);
            writer.WriteEndObject();
        }
        output.Write("\n"u8);
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
            writer.WriteString(name, value);
    }

    private static void WriteNumber(Utf8JsonWriter writer, string name, int? value)
    {
        if (value is { } number)
            writer.WriteNumber(name, number);
    }

    private static string Hash(ReadOnlyMemory<byte> data) => Convert.ToHexStringLower(SHA256.HashData(data.Span));
}
