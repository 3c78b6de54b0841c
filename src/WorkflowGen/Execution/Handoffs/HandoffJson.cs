using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace WorkflowGen.Execution;

/// <summary>How generated code reads and writes handoffs. Thread-safe.</summary>
public static class HandoffJson
{
    // The options of values by reflection: what System.Text.Json does by default, but nulls, names and numbers exactly as they are.
    private static JsonSerializerOptions? s_reflection;

    /// <summary>The metadata of a type from the user's context: no reflection.</summary>
    /// <exception cref="HandoffException">The context does not know the type.</exception>
    public static JsonTypeInfo<T> FromContext<T>(JsonSerializerContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.GetTypeInfo(typeof(T)) as JsonTypeInfo<T> ?? throw new HandoffException(
            $"The context '{context.GetType()}' does not know '{typeof(T)}'. Add [JsonSerializable(typeof({typeof(T).Name}))] to it.");
    }

    /// <summary>The metadata of a type by reflection.</summary>
    [RequiresUnreferencedCode("Handoffs are serialised by reflection. Name a JsonSerializerContext in [Workflow(JsonContext = typeof(…))] to do without.")]
    [RequiresDynamicCode("Handoffs are serialised by reflection. Name a JsonSerializerContext in [Workflow(JsonContext = typeof(…))] to do without.")]
    public static JsonTypeInfo<T> ByReflection<T>()
    {
        var options = s_reflection ??= new JsonSerializerOptions { TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { ClosedFamily.NameCases } } };
        return (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
    }

    /// <summary>Reads one value; the reader stands before its first token.</summary>
    /// <exception cref="JsonException">It cannot be read as that type; strictly, where a build of another shape recorded it.</exception>
    public static T? Read<T>(ref Utf8JsonReader reader, JsonTypeInfo<T> type)
    {
        if (EarlierValue.IsRead)
            Check(reader, type);
        return JsonSerializer.Deserialize(ref reader, type);
    }

    /// <summary>Reads one value that may not be null.</summary>
    /// <exception cref="JsonException">As <see cref="Read"/>; or a build of another shape recorded null.</exception>
    public static T ReadValue<T>(ref Utf8JsonReader reader, JsonTypeInfo<T> type)
    {
        var value = Read(ref reader, type);
        return value is not null || !EarlierValue.IsRead ? value! : throw new JsonException("It was recorded as null, which it may not be now.");
    }

    /// <summary>Whether the value that is about to be read was recorded by a build of another shape: then an upcaster reads it.</summary>
    public static bool IsEarlier => EarlierValue.IsRead;

    /// <summary>Writes one value.</summary>
    public static void Write<T>(Utf8JsonWriter writer, T value, JsonTypeInfo<T> type) => JsonSerializer.Serialize(writer, value, type);

    /// <summary>Reads one value that may be missing; the reader stands before its first token.</summary>
    public static T? ReadOrNull<T>(ref Utf8JsonReader reader, JsonTypeInfo<T> type)
        where T : struct
    {
        if (reader.TokenType == JsonTokenType.None)
            reader.Read();
        return reader.TokenType == JsonTokenType.Null ? null : Read(ref reader, type);
    }

    /// <summary>Writes one value that may be missing.</summary>
    public static void WriteOrNull<T>(Utf8JsonWriter writer, T? value, JsonTypeInfo<T> type)
        where T : struct
    {
        if (value is { } there)
            JsonSerializer.Serialize(writer, there, type);
        else
            writer.WriteNullValue();
    }

    /// <summary>Reads a list whose elements an upcaster reads.</summary>
    public static IReadOnlyList<T> ReadEach<T>(ref Utf8JsonReader reader, ElementReader<T> readElement)
    {
        ArgumentNullException.ThrowIfNull(readElement);
        if (reader.TokenType == JsonTokenType.None)
            reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("What was recorded is not a list.");
        var elements = new List<T>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            elements.Add(readElement(ref reader));
        return elements;
    }

    /// <summary>Reads one element of a list.</summary>
    public delegate T ElementReader<out T>(ref Utf8JsonReader reader);

    /// <summary>Reads the beginning of the array that a run's inputs are kept in; the reader stands before it.</summary>
    /// <exception cref="JsonException">It is not an array.</exception>
    public static void ReadArrayStart(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("The inputs of the run are not an array.");
    }

    /// <summary>Goes to the next element, which <see cref="Read"/> then reads.</summary>
    /// <exception cref="JsonException">There is none.</exception>
    public static void ReadElement(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType == JsonTokenType.EndArray)
            throw new JsonException("The run has fewer inputs than its workflow takes.");
    }

    /// <summary>Goes to the next element of what may have been recorded with fewer, if there is one. After the last there is none, however often it is asked for.</summary>
    public static bool TryReadElement(ref Utf8JsonReader reader) => !IsAtEnd(reader) && reader.Read() && !IsAtEnd(reader);

    /// <summary>Reads the end of the array.</summary>
    /// <exception cref="JsonException">There are more elements.</exception>
    public static void ReadArrayEnd(ref Utf8JsonReader reader)
    {
        if (IsAtEnd(reader))
            return;
        if (!reader.Read() || reader.TokenType != JsonTokenType.EndArray)
            throw new JsonException("The run has more inputs than its workflow takes.");
    }

    // An element that is itself an array ends deeper.
    private static bool IsAtEnd(in Utf8JsonReader reader) => reader is { TokenType: JsonTokenType.EndArray, CurrentDepth: 0 };

    // On a copy: the value is then read as ever.
    private static void Check<T>(Utf8JsonReader reader, JsonTypeInfo<T> type)
    {
        using var value = JsonDocument.ParseValue(ref reader);
        RecordedShape.Check(value.RootElement, type);
    }
}
