using System.Text.Json;
using WorkflowGen.Execution;

namespace WorkflowGen.Journal;

/// <summary>Inputs and handoffs as JSON: written in place into records, within a limit, and read back.</summary>
internal static class Payload
{
    // As deep as a writer goes by default, so that nothing is written that could not be read.
    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = 1000 };

    [ThreadStatic]
    private static Utf8JsonWriter? t_writer;

    public static Utf8JsonReader Read(ReadOnlyMemory<byte> json) => new(json.Span, ReaderOptions);

    /// <exception cref="HandoffException">The value cannot be written, or is too large. The buffer is as it was.</exception>
    public static int WriteHandoff(RecordBuffer buffer, WorkflowExecutor executor, int node, int limit) =>
        Write(buffer, executor, node, -1, static (executor, node, _, writer) => executor.WriteHandoff(node, writer), "its result", limit);

    /// <summary>What a run hands back, for another run.</summary>
    /// <exception cref="HandoffException">It cannot be written.</exception>
    public static byte[] WriteResult(WorkflowExecutor executor, int output)
    {
        var buffer = new RecordBuffer();
        try
        {
            return buffer.Slice(0, Write(buffer, executor, output, -1, static (executor, node, _, writer) => executor.WriteResult(node, writer), "its result", int.MaxValue)).ToArray();
        }
        finally
        {
            buffer.Reset(mayBeRead: false);
        }
    }

    /// <exception cref="HandoffException">The value cannot be written, or is too large. The buffer is as it was.</exception>
    public static int WriteElement(RecordBuffer buffer, WorkflowExecutor executor, int node, int element, int limit) =>
        Write(buffer, executor, node, element, static (executor, node, element, writer) => executor.WriteElement(node, element, writer), "its result", limit);

    /// <exception cref="HandoffException">The value cannot be written, or is too large. The buffer is as it was.</exception>
    public static int WriteItem(RecordBuffer buffer, WorkflowExecutor executor, int node, int item, int limit) =>
        Write(buffer, executor, node, item, static (executor, node, item, writer) => executor.WriteItem(node, item, writer), "the item", limit);

    private static int Write(RecordBuffer buffer, WorkflowExecutor executor, int node, int part, Action<WorkflowExecutor, int, int, Utf8JsonWriter> write, string what, int limit)
    {
        var start = buffer.Length;
        var writer = Rent(buffer);
        buffer.BeginPayload(limit);
        try
        {
            write(executor, node, part, writer);
            return Finish(buffer, writer);
        }
        catch (Exception exception)
        {
            buffer.EndPayload();
            buffer.Truncate(start);
            var definition = executor.Definition;
            if (node < 0)
                throw Explain($"Workflow '{definition}': that it has no result", exception, limit);
            var type = node < definition.Nodes.Count && definition.Nodes[node].ResultType is { } name ? $" of type '{name}'" : "";
            var place = part < 0 ? "" : $"[{part}]";
            throw Explain($"Workflow '{definition}', step '{definition.NameOfHandoff(node)}{place}': {what}{type}", exception, limit);
        }
        finally
        {
            Return(writer);
        }
    }

    /// <exception cref="HandoffException">A value cannot be written, or is too large. The buffer is as it was.</exception>
    public static int WriteInputs<TInputs>(RecordBuffer buffer, WorkflowDefinition definition, TInputs inputs, Action<Utf8JsonWriter, TInputs> write, int limit)
    {
        var start = buffer.Length;
        var writer = Rent(buffer);
        buffer.BeginPayload(limit);
        try
        {
            write(writer, inputs);
            return Finish(buffer, writer);
        }
        catch (Exception exception)
        {
            buffer.EndPayload();
            buffer.Truncate(start);
            throw Explain($"Workflow '{definition}': the inputs ({string.Join(", ", definition.Inputs)})", exception, limit);
        }
        finally
        {
            Return(writer);
        }
    }

    /// <exception cref="HandoffException">The value cannot be written, or is too large.</exception>
    public static byte[] WriteSignal<T>(WorkflowDefinition definition, string signal, T value, Action<Utf8JsonWriter, T> write, int limit)
    {
        var buffer = new RecordBuffer();
        var writer = Rent(buffer);
        buffer.BeginPayload(limit);
        try
        {
            write(writer, value);
            return buffer.Slice(0, Finish(buffer, writer)).ToArray();
        }
        catch (Exception exception)
        {
            buffer.EndPayload();
            throw Explain($"Workflow '{definition}', signal '{signal}': its value", exception, limit);
        }
        finally
        {
            Return(writer);
            buffer.Reset(mayBeRead: false);
        }
    }

    /// <summary>What a compensation takes.</summary>
    /// <exception cref="HandoffException">It cannot be written, or is too large. The buffer is as it was.</exception>
    public static int WriteCompensation(RecordBuffer buffer, WorkflowExecutor executor, int node, object captured, int limit)
    {
        var start = buffer.Length;
        var writer = Rent(buffer);
        buffer.BeginPayload(limit);
        try
        {
            executor.WriteCompensation(node, captured, writer);
            return Finish(buffer, writer);
        }
        catch (Exception exception)
        {
            buffer.EndPayload();
            buffer.Truncate(start);
            var definition = executor.Definition.Nodes[node];
            throw Explain($"Workflow '{executor.Definition}', step '{definition.Name}': what its compensation '{definition.Compensation?.Name}' takes", exception, limit);
        }
        finally
        {
            Return(writer);
        }
    }

    private static int Finish(RecordBuffer buffer, Utf8JsonWriter writer)
    {
        writer.Flush();
        var length = buffer.EndPayload();
        if (length == 0 || writer.CurrentDepth != 0)
            throw new JsonException("The converter wrote nothing, or did not close what it opened.");
        return length;
    }

    private static HandoffException Explain(string what, Exception exception, int limit) => exception is PayloadTooLargeException
        ? new HandoffException($"{what} takes more than the {limit:N0} bytes of JSON that WorkflowGenOptions.MaxPayloadBytes allows. Hand over a key or a path to large data rather than the data, or raise the limit.")
        : new HandoffException($"{what} cannot be written as JSON: {Sentence(exception.Message)} Hand over a type that System.Text.Json can serialise (a record with public properties), or give it a converter.", exception);

    private static string Sentence(string message) => message is [.., '.' or '!' or '?'] ? message : $"{message}.";

    // A converter may itself start a run, and so come here again: the writer in use is not in the slot.
    private static Utf8JsonWriter Rent(RecordBuffer buffer)
    {
        if (t_writer is not { } writer)
            return new Utf8JsonWriter(buffer);
        t_writer = null;
        writer.Reset(buffer);
        return writer;
    }

    private static void Return(Utf8JsonWriter writer)
    {
        // Whatever was not flushed when the value failed goes with the reset, and the buffer is not kept alive.
        writer.Reset(NoBuffer.Instance);
        t_writer = writer;
    }

    private sealed class NoBuffer : System.Buffers.IBufferWriter<byte>
    {
        public static readonly NoBuffer Instance = new();

        public void Advance(int count) => throw new InvalidOperationException();

        public Memory<byte> GetMemory(int sizeHint = 0) => throw new InvalidOperationException();

        public Span<byte> GetSpan(int sizeHint = 0) => throw new InvalidOperationException();
    }
}
