using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace WorkflowGen.Tests.Hosting;

/// <summary>Keeps what was logged, to be looked at.</summary>
internal sealed class TestLogs : ILoggerProvider
{
    public ConcurrentQueue<(LogLevel Level, int Event, string Text)> Lines { get; } = new();

    public ILogger CreateLogger(string categoryName) => new Logger(this);

    public void Dispose()
    {
    }

    private sealed class Logger(TestLogs logs) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            logs.Lines.Enqueue((logLevel, eventId.Id, formatter(state, exception)));
    }
}
