using WorkflowGen.Storage;

namespace WorkflowGen;

/// <summary>A schedule as an operator sees it.</summary>
public sealed record ScheduleInfo
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The workflow whose runs it starts; null: not known (see <see cref="Problem"/>).</summary>
    public string? Workflow { get; init; }

    /// <summary>Its calendar, as text.</summary>
    public string? Cron { get; init; }

    /// <summary>The zone by whose clocks it goes.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Whether this process has its code. If no process has, nobody fires it; it can be deleted.</summary>
    public required bool IsRegistered { get; init; }

    /// <summary>Why it is paused; null: it is not.</summary>
    public string? PausedBecause { get; init; }

    /// <summary>Since when it is paused.</summary>
    public DateTimeOffset? PausedAt { get; init; }

    /// <summary>Why this build cannot read its state; null: it can. Until then it fires nothing, and nothing is lost.</summary>
    public string? Problem { get; init; }

    /// <summary>The next instants that are not decided, at most 5, as clocks in its zone show them; also of one that is paused. Empty where the code is elsewhere.</summary>
    public required IReadOnlyList<DateTimeOffset> Next { get; init; }

    /// <summary>The instant of the last run that the calendar has started.</summary>
    public DateTimeOffset? LastDueAt { get; init; }

    /// <summary>That run's id.</summary>
    public string? LastRunId { get; init; }

    /// <summary>That run: its status, and since when (<see cref="RunHead.UpdatedAt"/>). Null: there is none, or it was deleted.</summary>
    public RunHead? LastRun { get; init; }

    /// <summary>How many instants wait for the run before to end.</summary>
    public int Waiting { get; init; }

    /// <summary>How many runs the calendar has started.</summary>
    public long Started { get; init; }

    /// <summary>How many runs operators have triggered.</summary>
    public long Triggered { get; init; }

    /// <summary>How many instants got no run because nobody was there to start it.</summary>
    public long Missed { get; init; }

    /// <summary>How many instants got no run because the one before had not ended.</summary>
    public long Skipped { get; init; }
}

/// <summary>What a backfill would do.</summary>
/// <param name="Count">How many instants the range has.</param>
/// <param name="Missing">Those that have no run, and would get one.</param>
public sealed record BackfillPreview(int Count, IReadOnlyList<DateTimeOffset> Missing);
