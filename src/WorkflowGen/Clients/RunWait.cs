using WorkflowGen.Storage;

namespace WorkflowGen;

/// <summary>What kind of thing a run waits for.</summary>
public enum RunWaitKind
{
    /// <summary>A signal.</summary>
    Signal = 0,

    /// <summary>A signal that people are asked for.</summary>
    HumanTask = 1,

    /// <summary>A time: a delay, or the next attempt of a step.</summary>
    Timer = 2,

    /// <summary>The end of a child.</summary>
    Child = 3,
}

/// <summary>Something that a run waits for, by its journal.</summary>
/// <param name="Name">The node: the signal's, the delay's, the step's or the child's name. For an element of an [Each] with its number: <c>Bill[3]</c>.</param>
/// <param name="Kind">What it is.</param>
public sealed record RunWait(string Name, RunWaitKind Kind)
{
    /// <summary>When the wait is over whatever happens; null: it has no end, or one that only the run can work out.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>For a human task: what it is called.</summary>
    public string? Title { get; init; }

    /// <summary>For a human task: what people are shown, as one JSON object with a member for each parameter.</summary>
    public string? Shown { get; init; }

    /// <summary>The type of the value that is waited for, as written in C#; null: not known, or there is none.</summary>
    public string? ValueType { get; init; }

    /// <summary>For a child: its run.</summary>
    public string? ChildId { get; init; }

    /// <summary>For a child: where it stands. One that is <see cref="RunStatus.Parked"/> waits for an operator, and so does its parent. Null: it is not there yet, or not any more.</summary>
    public RunStatus? ChildStatus { get; init; }

    /// <summary>For a child that is parked: why.</summary>
    public string? ChildReason { get; init; }
}

/// <summary>A human task that is open.</summary>
/// <param name="Run">The run that waits for it.</param>
/// <param name="Task">The task: its name, title, what people are shown, and until when it is waited for.</param>
public sealed record OpenHumanTask(RunHead Run, RunWait Task);
