using System.Collections;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace WorkflowGen.Execution;

/// <summary>A step's logger: whatever is logged through it is logged in a scope that names run, step and attempt. What is not enabled costs nothing more.</summary>
internal sealed class StepLogger(ILogger inner, string runId, string step, int attempt) : ILogger, IReadOnlyList<KeyValuePair<string, object?>>
{
    public int Count => 3;

    public KeyValuePair<string, object?> this[int index] => index switch
    {
        0 => new("Run", runId),
        1 => new("Step", step),
        2 => new("Attempt", attempt),
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => inner.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!inner.IsEnabled(logLevel))
            return;
        using (inner.BeginScope(this))
            inner.Log(logLevel, eventId, state, exception, formatter);
    }

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Run:{runId} Step:{step} Attempt:{attempt}");
}
