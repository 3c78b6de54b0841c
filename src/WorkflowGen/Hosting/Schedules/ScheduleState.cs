using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace WorkflowGen.Hosting.Schedules;

/// <summary>What a store keeps of a schedule. Everything that was decided follows from it; what it does not say has not been decided.</summary>
internal sealed record ScheduleState
{
    private const int Version = 1;

    /// <summary>Up to which instant everything is decided.</summary>
    public required DateTimeOffset Cursor { get; init; }

    /// <summary>The workflow whose runs it starts, and its calendar as text: for lists, also where nobody has the code.</summary>
    public required string Workflow { get; init; }

    public required string Cron { get; init; }

    public required string TimeZone { get; init; }

    /// <summary>Instants that are decided and wait for the run before to end, in order.</summary>
    public ImmutableArray<ScheduledInstant> Waiting { get; init; } = [];

    /// <summary>The last run that the calendar has started; null: none yet.</summary>
    public string? LastRun { get; init; }

    public DateTimeOffset? LastDueAt { get; init; }

    /// <summary>How many runs operators have triggered.</summary>
    public long Manual { get; init; }

    public long Started { get; init; }

    /// <summary>Instants that nobody kept, and that got no run.</summary>
    public long Missed { get; init; }

    /// <summary>Instants that got no run because the one before had not ended.</summary>
    public long Skipped { get; init; }

    /// <summary>Why it is paused; null: it is not.</summary>
    public string? PausedBecause { get; init; }

    public DateTimeOffset? PausedAt { get; init; }

    public byte[] Write()
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            writer.WriteNumber("v", Version);
            writer.WriteString("cursor", Cursor);
            writer.WriteString("workflow", Workflow);
            writer.WriteString("cron", Cron);
            writer.WriteString("zone", TimeZone);
            writer.WriteStartArray("waiting");
            foreach (var instant in Waiting)
            {
                writer.WriteStartArray();
                writer.WriteStringValue(instant.DueAt);
                writer.WriteNumberValue((int)instant.Cause);
                writer.WriteEndArray();
            }
            writer.WriteEndArray();
            if (LastRun is not null)
                writer.WriteString("lastRun", LastRun);
            if (LastDueAt is { } last)
                writer.WriteString("lastDueAt", last);
            writer.WriteNumber("manual", Manual);
            writer.WriteNumber("started", Started);
            writer.WriteNumber("missed", Missed);
            writer.WriteNumber("skipped", Skipped);
            if (PausedBecause is not null)
                writer.WriteString("pausedBecause", PausedBecause);
            if (PausedAt is { } paused)
                writer.WriteString("pausedAt", paused);
            writer.WriteEndObject();
        }
        return bytes.WrittenSpan.ToArray();
    }

    /// <returns>Null: this build cannot read it, and <paramref name="problem"/> says why. It must then be left as it is.</returns>
    public static ScheduleState? Read(ReadOnlyMemory<byte> bytes, out string? problem)
    {
        try
        {
            using var json = JsonDocument.Parse(bytes);
            var root = json.RootElement;
            var version = root.GetProperty("v").GetInt32();
            if (version != Version)
            {
                problem = string.Create(CultureInfo.InvariantCulture, $"Its state has format {version}, and this build reads {Version}. Use a build that reads it, or delete the schedule and let it begin anew.");
                return null;
            }
            problem = null;
            return new ScheduleState
            {
                Cursor = root.GetProperty("cursor").GetDateTimeOffset(),
                Workflow = root.GetProperty("workflow").GetString()!,
                Cron = root.GetProperty("cron").GetString()!,
                TimeZone = root.GetProperty("zone").GetString()!,
                Waiting = [.. root.GetProperty("waiting").EnumerateArray().Select(static w => new ScheduledInstant(w[0].GetDateTimeOffset(), (ScheduleCause)w[1].GetInt32()))],
                LastRun = root.TryGetProperty("lastRun", out var run) ? run.GetString() : null,
                LastDueAt = root.TryGetProperty("lastDueAt", out var due) ? due.GetDateTimeOffset() : null,
                Manual = root.GetProperty("manual").GetInt64(),
                Started = root.GetProperty("started").GetInt64(),
                Missed = root.GetProperty("missed").GetInt64(),
                Skipped = root.GetProperty("skipped").GetInt64(),
                PausedBecause = root.TryGetProperty("pausedBecause", out var why) ? why.GetString() : null,
                PausedAt = root.TryGetProperty("pausedAt", out var when) ? when.GetDateTimeOffset() : null,
            };
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            problem = "Its state is damaged: " + exception.Message + " Delete the schedule to let it begin anew.";
            return null;
        }
    }
}

/// <summary>An instant that gets a run, and why.</summary>
internal readonly record struct ScheduledInstant(DateTimeOffset DueAt, ScheduleCause Cause);
