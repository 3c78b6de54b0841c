using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WorkflowGen.Execution;
using WorkflowGen.Hosting;
using WorkflowGen.Journal;
using WorkflowGen.Storage;
using static WorkflowGen.Tests.Execution.InterpretedExecutor;

namespace WorkflowGen.Tests.Hosting;

public sealed class ObservationTests
{
    private static readonly Step[] s_steps =
    [
        new Step("a", (_, _, _) => new(1)),
        new Step("b", (_, step, _) => step!.Attempt == 1 ? throw new InvalidOperationException("first\nline") : new(2)) { TakesContext = true, Needs = ["a"], Retry = new RetryPolicy(2, TimeSpan.Zero, Backoff.Constant) },
        new Step("c", (_, _, _) => new(3)) { Needs = ["b"], Guard = static _ => false },
        new Step("d", (_, _, _) => new(4)) { Needs = ["b"] },
    ];

    [Fact]
    public async Task The_audit_tells_the_journal_in_order_with_sizes_and_hashes_and_no_payloads()
    {
        await using var host = await EngineHarness.StartedAsync(new InMemoryWorkflowStore(), s_steps);
        await host.StartRunAsync("r1", 42);
        await host.WaitAsync("r1");

        var output = new MemoryStream();
        await new WorkflowAdministration(host.Engine).ExportAuditAsync("r1", output);
        var lines = Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement).ToList();
        string Short(JsonElement e) => $"{e.GetProperty("event").GetString()} {(e.TryGetProperty("node", out var node) ? node.GetString() : "")}{(e.TryGetProperty("attempt", out var attempt) ? attempt.GetInt32() : "")}".TrimEnd();
        Assert.Equal(
            [
                "job_start",
                "step_start a", "attempt_start a1", "attempt_ok a1", "step_ok a1",
                "step_start b", "attempt_start b1", "attempt_fail b1",
                "attempt_start b2", "attempt_ok b2", "step_ok b2",
                "step_skip c",
                "step_start d", "attempt_start d1", "attempt_ok d1", "step_ok d1",
                "job_ok",
            ],
            lines.Select(Short));
        Assert.All(lines, l => Assert.Equal("r1", l.GetProperty("run").GetString()));
        Assert.Equal(2, lines[0].GetProperty("bytes").GetInt32());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData("42"u8)), lines[0].GetProperty("sha256").GetString());
        Assert.Equal("first\nline", lines.Single(l => Short(l) == "attempt_fail b1").GetProperty("reason").GetString());
        Assert.True(lines.Single(l => Short(l) == "attempt_fail b1").TryGetProperty("retry_at", out _));
    }

    [Fact]
    public async Task Counters_and_histograms_say_what_happened()
    {
        var counts = new ConcurrentDictionary<string, double>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Name == "WorkflowGen")
                l.EnableMeasurementEvents(instrument);
        };
        void Count<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
            where T : struct
        {
            // Other tests run beside this one, on workflows of other names.
            foreach (var tag in tags)
            {
                if (tag is { Key: "workflowgen.workflow", Value: "greeting" or "counting" })
                    counts.AddOrUpdate(instrument.Name, 1, static (_, n) => n + 1);
            }
        }
        listener.SetMeasurementEventCallback<long>(Count);
        listener.SetMeasurementEventCallback<double>(Count);
        listener.Start();

        await using var provider = Build();
        await provider.GetRequiredService<WorkflowEngine>().StartAsync();
        await (await provider.GetRequiredService<GreetingWorkflowClient>().StartAsync("r1", "Ada")).WaitAsync();
        await EngineHarness.UntilAsync(() => new(provider.GetRequiredService<WorkflowEngine>().ActiveCount == 0));
        Assert.True(counts["workflowgen.runs.started"] >= 1);
        Assert.True(counts["workflowgen.runs.completed"] >= 1);
        Assert.True(counts["workflowgen.step.duration"] >= 2);
        Assert.True(counts["workflowgen.queue.delay"] >= 1);
    }

    [Fact]
    public async Task Spans_of_steps_belong_to_the_run_and_the_run_to_who_started_it()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name is "WorkflowGen" or "test",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        using var source = new ActivitySource("test");

        await using var provider = Build();
        await provider.GetRequiredService<WorkflowEngine>().StartAsync();
        ActivityTraceId trace;
        using (var request = source.StartActivity("request")!)
        {
            trace = request.TraceId;
            await (await provider.GetRequiredService<GreetingWorkflowClient>().StartAsync("traced", "Ada")).WaitAsync();
        }
        await EngineHarness.UntilAsync(() => new(provider.GetRequiredService<WorkflowEngine>().ActiveCount == 0));
        var ours = spans.Where(s => s.TraceId == trace && s.Source.Name == "WorkflowGen").ToList();
        var run = Assert.Single(ours, s => s.OperationName == "workflow.run");
        var steps = ours.Where(s => s.OperationName == "workflow.step").ToList();
        Assert.Equal(["Greet", "Measure"], steps.Select(s => s.GetTagItem("workflowgen.step")));
        Assert.All(steps, s => Assert.Equal(run.SpanId, s.ParentSpanId));
    }

    [Fact]
    public async Task Steps_log_in_a_scope_that_names_run_step_and_attempt()
    {
        var logs = new ScopedLogs();
        await using var provider = Build(s => s.AddLogging(l => l.AddProvider(logs)));
        await provider.GetRequiredService<WorkflowEngine>().StartAsync();
        await (await provider.GetRequiredService<GreetingWorkflowClient>().StartAsync("r1", "Ada")).WaitAsync();
        Assert.Contains(logs.Lines, l => l == "WorkflowGen.Workflows.greeting: greeting [Run=r1 Step=Greet Attempt=1]");
    }

    [Fact]
    public async Task What_is_logged_of_others_cannot_forge_a_line_and_says_nothing_of_payloads()
    {
        var logs = new TestLogs();
        await using var host = new EngineHarness(new InMemoryWorkflowStore(), s_steps, logs: logs);
        await host.Engine.StartAsync();
        await host.StartRunAsync("r1", 987654321);
        await host.WaitAsync("r1");
        Assert.Contains(logs.Lines, l => l.Event == 20 && l.Text.EndsWith(@"InvalidOperationException: first\u000aline", StringComparison.Ordinal));
        Assert.All(logs.Lines, l => Assert.DoesNotContain('\n', l.Text));
        Assert.DoesNotContain(logs.Lines, l => l.Text.Contains("987654321"));
        Assert.Equal("a\\u001b[31m\\u202eb", JournalText.Escape("a\u001b[31m\u202eb"));
    }

    [Fact]
    public void Telemetry_that_nobody_listens_to_allocates_nothing()
    {
        using var telemetry = new EngineTelemetry(static () => 0);
        void Use()
        {
            telemetry.RunStarted("quiet");
            telemetry.TakenUp("quiet", TimeSpan.Zero);
            telemetry.Committed(1);
            telemetry.RunEnded("quiet", RunStatus.Completed);
        }
        Use();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            Use();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static ServiceProvider Build(Action<IServiceCollection>? more = null)
    {
        var services = new ServiceCollection();
        services.AddWorkflowGen(w => w.AddWorkflow<GreetingWorkflow>().UseInMemory());
        services.AddScoped<Greeter>();
        more?.Invoke(services);
        return services.BuildServiceProvider();
    }

    private sealed class ScopedLogs : ILoggerProvider, ISupportExternalScope
    {
        private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

        public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

        public void Dispose()
        {
        }

        private sealed class Logger(ScopedLogs logs, string category) : ILogger
        {
            public IDisposable BeginScope<TState>(TState state)
                where TState : notnull => logs._scopes.Push(state);

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            {
                var scopes = new List<string>();
                logs._scopes.ForEachScope(static (scope, list) => list.AddRange(((IEnumerable<KeyValuePair<string, object?>>)scope!).Select(p => $"{p.Key}={p.Value}")), scopes);
                logs.Lines.Enqueue($"{category}: {formatter(state, exception)} [{string.Join(' ', scopes)}]");
            }
        }
    }
}
