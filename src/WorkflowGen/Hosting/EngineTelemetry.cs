using System.Diagnostics;
using System.Diagnostics.Metrics;
using WorkflowGen.Execution;
using WorkflowGen.Storage;

namespace WorkflowGen.Hosting;

/// <summary>Metrics and traces, by the name <c>WorkflowGen</c>. What nobody listens to costs a check.</summary>
internal sealed class EngineTelemetry : IDisposable
{
    public const string Name = "WorkflowGen";

    private static readonly ActivitySource s_source = new(Name);

    private readonly Meter _meter = new(Name);
    private readonly Counter<long> _started;
    private readonly Counter<long> _completed;
    private readonly Counter<long> _failed;
    private readonly Counter<long> _cancelled;
    private readonly Counter<long> _suspended;
    private readonly Counter<long> _parked;
    private readonly Counter<long> _fired;
    private readonly Counter<long> _missed;
    private readonly Counter<long> _skipped;
    private readonly Histogram<double> _stepDuration;
    private readonly Histogram<double> _queueDelay;
    private readonly Histogram<int> _commitBatch;

    public EngineTelemetry(Func<int> active)
    {
        _started = _meter.CreateCounter<long>("workflowgen.runs.started", "{run}", "Runs that were created.");
        _completed = _meter.CreateCounter<long>("workflowgen.runs.completed", "{run}", "Runs that ended as Completed.");
        _failed = _meter.CreateCounter<long>("workflowgen.runs.failed", "{run}", "Runs that ended as Failed.");
        _cancelled = _meter.CreateCounter<long>("workflowgen.runs.cancelled", "{run}", "Runs that ended as Cancelled.");
        _suspended = _meter.CreateCounter<long>("workflowgen.runs.suspended", "{run}", "Runs that were given back until a later time.");
        _parked = _meter.CreateCounter<long>("workflowgen.runs.parked", "{run}", "Runs that were set aside for an operator.");
        _fired = _meter.CreateCounter<long>("workflowgen.schedules.fired", "{run}", "Runs that schedules have started.");
        _missed = _meter.CreateCounter<long>("workflowgen.schedules.missed", "{instant}", "Instants that got no run because nobody was there to start it.");
        _skipped = _meter.CreateCounter<long>("workflowgen.schedules.skipped", "{instant}", "Instants that got no run because the one before had not ended.");
        _meter.CreateObservableUpDownCounter("workflowgen.runs.active", active, "{run}", "Runs in the hands of this worker.");
        _stepDuration = _meter.CreateHistogram<double>("workflowgen.step.duration", "s", "How long attempts of steps took.");
        _queueDelay = _meter.CreateHistogram<double>("workflowgen.queue.delay", "s", "How long runs were due before a worker took them up.");
        _commitBatch = _meter.CreateHistogram<int>("workflowgen.commit.batch_size", "{record}", "Records in one commit of a run.");
    }

    public static Activity? StartRun(string runId, RegisteredWorkflow workflow, string traceParent)
    {
        if (!s_source.HasListeners())
            return null;
        ActivityContext.TryParse(traceParent, null, isRemote: true, out var parent);
        var activity = s_source.StartActivity("workflow.run", ActivityKind.Internal, parent);
        activity?.SetTag("workflowgen.run", runId);
        activity?.SetTag("workflowgen.workflow", workflow.Definition.Name);
        activity?.SetTag("workflowgen.version", workflow.Definition.Version);
        return activity;
    }

    public void ScheduleFired(string schedule, ScheduleCause cause) => _fired.Add(1, Schedule(schedule), new KeyValuePair<string, object?>("workflowgen.cause", cause.ToString()));

    public void ScheduleMissed(string schedule, long count) => _missed.Add(count, Schedule(schedule));

    public void ScheduleSkipped(string schedule, long count) => _skipped.Add(count, Schedule(schedule));

    public void RunStarted(string workflow) => _started.Add(1, Workflow(workflow));

    public void RunParked(string workflow) => _parked.Add(1, Workflow(workflow));

    public void RunEnded(string workflow, RunStatus status) => (status switch
    {
        RunStatus.Completed => _completed,
        RunStatus.Failed => _failed,
        _ => _cancelled,
    }).Add(1, Workflow(workflow));

    public void RunSuspended(string workflow) => _suspended.Add(1, Workflow(workflow));

    public void TakenUp(string workflow, TimeSpan delay)
    {
        if (_queueDelay.Enabled)
            _queueDelay.Record(Math.Max(0, delay.TotalSeconds), Workflow(workflow));
    }

    public void Committed(int records)
    {
        if (!_commitBatch.Enabled)
            return;
        try
        {
            _commitBatch.Record(records);
        }
        catch (Exception)
        {
            // A listener's failure is its own: it must not take a run with it.
        }
    }

    /// <summary>An attempt has ended. Its span is made now, with its times: the driver starts many steps, and none of them is its current activity.</summary>
    public void StepEnded(RunActivation run, NodeDefinition step, int attempt, DateTimeOffset startedAt, DateTimeOffset endedAt, Exception? exception)
    {
        try
        {
            MeasureStep(run, step, attempt, startedAt, endedAt, exception);
        }
        catch (Exception)
        {
            // A listener's failure is its own: it must not take a run with it.
        }
    }

    public void Dispose() => _meter.Dispose();

    private static KeyValuePair<string, object?> Schedule(string name) => new("workflowgen.schedule", name);

    private static KeyValuePair<string, object?> Workflow(string name) => new("workflowgen.workflow", name);

    private void MeasureStep(RunActivation run, NodeDefinition step, int attempt, DateTimeOffset startedAt, DateTimeOffset endedAt, Exception? exception)
    {
        var workflow = run.Workflow.Definition.Name;
        if (_stepDuration.Enabled)
        {
            _stepDuration.Record(
                Math.Max(0, (endedAt - startedAt).TotalSeconds),
                Workflow(workflow),
                new KeyValuePair<string, object?>("workflowgen.step", step.Name),
                new KeyValuePair<string, object?>("workflowgen.outcome", exception is null ? "ok" : "fail"));
        }
        if (!s_source.HasListeners() || run.Activity is not { } parent)
            return;

        using var activity = s_source.StartActivity("workflow.step", ActivityKind.Internal, parent.Context, startTime: startedAt);
        if (activity is null)
            return;
        activity.SetTag("workflowgen.run", run.RunId);
        activity.SetTag("workflowgen.workflow", workflow);
        activity.SetTag("workflowgen.step", step.Name);
        activity.SetTag("workflowgen.attempt", attempt);
        if (exception is not null)
            activity.SetStatus(ActivityStatusCode.Error, exception.GetType().FullName);
        activity.SetEndTime(endedAt.UtcDateTime);
    }
}
