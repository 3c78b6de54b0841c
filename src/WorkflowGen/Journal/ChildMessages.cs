using System.Buffers;
using System.Globalization;
using System.Text.Json;
using WorkflowGen.Execution;
using WorkflowGen.Storage;

namespace WorkflowGen.Journal;

/// <summary>How a child tells its parent that it has ended: a signal named after the parent's node and attempt, with the outcome as JSON.</summary>
internal static class ChildMessages
{
    private const char Sign = '$';
    private const string Undo = ".undo";

    /// <summary>What <see cref="RunParent.Node"/> says of a child: <c>Bill[3]/2#1</c>.</summary>
    public static string Place(string key, int attempt) => string.Create(CultureInfo.InvariantCulture, $"{key}#{attempt}");

    /// <summary>The same of the run that undoes it.</summary>
    public static string UndoPlace(string key, int attempt) => Place(key, attempt) + Undo;

    public static RunSignal End(RunParent parent, string childId, string workflow, RunOutcome outcome, DateTimeOffset at)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("run", childId);
            writer.WriteString("workflow", workflow);
            writer.WriteNumber("status", (int)outcome.Status);
            if (outcome.Reason is { } reason)
                writer.WriteString("reason", reason);
            writer.WriteStartArray("failures");
            foreach (var failure in outcome.Failures)
                Write(writer, failure);
            writer.WriteEndArray();
            writer.WritePropertyName("result");
            if (outcome.Result.IsEmpty)
                writer.WriteNullValue();
            else
                writer.WriteRawValue(outcome.Result.Span, skipInputValidation: true);
            writer.WriteEndObject();
        }
        // With a key: a commit that is repeated tells it once.
        return new RunSignal { RunId = parent.RunId, Name = Sign + parent.Node, Key = "end", At = at, Payload = buffer.WrittenMemory.ToArray() };
    }

    /// <summary>Reads what a child says; null: it is no such message, or of a step that the workflow no longer has.</summary>
    /// <exception cref="JournalException">The message is damaged.</exception>
    public static ChildEnd? Read(StoredSignal signal, NodeNames names)
    {
        if (signal.Name is not [Sign, ..])
            return null;
        var place = signal.Name.AsSpan(1);
        var isUndo = place.EndsWith(Undo, StringComparison.Ordinal);
        if (isUndo)
            place = place[..^Undo.Length];
        var mark = place.LastIndexOf('#');
        if (mark < 0 || !int.TryParse(place[(mark + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var attempt) || !names.TryParse(place[..mark].ToString(), out var key))
            return null;
        try
        {
            return Read(signal.Payload, key, attempt, isUndo);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new JournalException(JournalFailure.Corrupt, $"The message '{signal.Name}' (number {signal.Sequence}) of a child cannot be read: {exception.Message}", exception);
        }
    }

    private static ChildEnd Read(ReadOnlyMemory<byte> payload, NodeKey key, int attempt, bool isUndo)
    {
        // As deep as a result may be, and what is around it.
        using var document = JsonDocument.Parse(payload, new JsonDocumentOptions { MaxDepth = 1002 });
        var root = document.RootElement;
        return new ChildEnd(
            key,
            attempt,
            isUndo,
            root.GetProperty("run").GetString()!,
            root.GetProperty("workflow").GetString()!,
            (RunStatus)root.GetProperty("status").GetInt32(),
            System.Text.Encoding.UTF8.GetBytes(root.GetProperty("result").GetRawText()),
            [.. root.GetProperty("failures").EnumerateArray().Select(ReadFailure)],
            root.TryGetProperty("reason", out var reason) ? reason.GetString() : null);
    }

    private static void Write(Utf8JsonWriter writer, StepFailure failure)
    {
        writer.WriteStartObject();
        writer.WriteString("step", failure.Step);
        writer.WriteNumber("attempt", failure.Attempt);
        writer.WriteString("type", failure.ErrorType);
        writer.WriteString("message", failure.Message);
        if (failure.StackTrace is { } stack)
            writer.WriteString("stack", stack);
        writer.WriteEndObject();
    }

    private static StepFailure ReadFailure(JsonElement failure) => new(
        failure.GetProperty("step").GetString()!,
        failure.GetProperty("attempt").GetInt32(),
        failure.GetProperty("type").GetString()!,
        failure.GetProperty("message").GetString()!,
        failure.TryGetProperty("stack", out var stack) ? stack.GetString() : null);
}
