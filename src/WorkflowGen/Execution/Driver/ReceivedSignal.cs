namespace WorkflowGen.Execution;

/// <summary>A signal as the executor takes it.</summary>
/// <param name="Sequence">Its number in the run's inbox; 0 in memory.</param>
/// <param name="Name">Its name; one that begins with <c>$</c> is a message of another run.</param>
/// <param name="At">When it was sent.</param>
/// <param name="Value">The value, in memory.</param>
/// <param name="Payload">The value as JSON, of a durable run.</param>
internal sealed record ReceivedSignal(long Sequence, string Name, DateTimeOffset At, object? Value, ReadOnlyMemory<byte> Payload)
{
    /// <summary>The message of a child, read; null: it is a signal.</summary>
    public ChildEnd? Child { get; init; }
}

/// <summary>Signals that arrived together, on their way to the driver.</summary>
internal sealed class SignalDelivery(IReadOnlyList<ReceivedSignal> signals)
{
    public IReadOnlyList<ReceivedSignal> Signals { get; } = signals;

    /// <summary>Links those that wait to be taken by the driver.</summary>
    public SignalDelivery? Next { get; set; }
}
