using Microsoft.Extensions.Logging;
using WorkflowGen.Journal;

namespace WorkflowGen.Hosting;

/// <summary>What the engine logs: who and what, never payloads. Texts that come from elsewhere are escaped, so that none can forge a line.</summary>
internal sealed partial class EngineLog(ILogger logger)
{
    public ILogger Logger => logger;

    [LoggerMessage(1, LogLevel.Information, "Worker {Worker} has started: up to {MaxConcurrentRuns} runs at once, {Workflows} workflows.")]
    public partial void Started(string worker, int maxConcurrentRuns, int workflows);

    [LoggerMessage(2, LogLevel.Information, "Worker {Worker} is stopping: {Active} runs are under way.")]
    public partial void Stopping(string worker, int active);

    [LoggerMessage(3, LogLevel.Information, "Worker {Worker} has stopped.")]
    public partial void Stopped(string worker);

    [LoggerMessage(4, LogLevel.Warning, "Worker {Worker} gives up {Count} runs whose steps have not returned in time. They are free for another worker, and their steps will run again: {Runs}")]
    public partial void GaveUp(string worker, int count, string runs);

    [LoggerMessage(5, LogLevel.Error, "Worker loop failed and goes on.")]
    public partial void LoopFailed(Exception exception);

    [LoggerMessage(10, LogLevel.Debug, "Run {Run} of workflow {Workflow} is taken up, epoch {Epoch}.")]
    public partial void TakenUp(string run, string workflow, long epoch);

    [LoggerMessage(11, LogLevel.Debug, "Run {Run} of workflow {Workflow} is given back: {End}.")]
    public partial void GivenBack(string run, string workflow, Execution.ExecutorEnd end);

    [LoggerMessage(12, LogLevel.Warning, "Run {Run}: the lease of epoch {Epoch} is lost. Nothing more is written here; another worker goes on.")]
    public partial void Fenced(string run, long epoch);

    [LoggerMessage(15, LogLevel.Warning, "Run {Run}: the store did not take the run's commit, and not by a passing failure. The run is left until its lease runs out.")]
    public partial void CommitBroken(string run, Exception exception);

    [LoggerMessage(16, LogLevel.Warning, "Run {Run} could not be read.")]
    public partial void LoadFailed(string run, Exception exception);

    [LoggerMessage(17, LogLevel.Warning, "Run {Run}: no snapshot was taken, because a value that a step handed over was changed since and can no longer be written.")]
    public partial void SnapshotFailed(string run, Exception exception);

    [LoggerMessage(18, LogLevel.Warning, "Run {Run} of workflow '{Workflow}' version {Version} waits for a worker that has it; this one does not.")]
    public partial void UnknownWorkflow(string run, string workflow, int version);

    [LoggerMessage(19, LogLevel.Warning, "Run {Run}: a service of its scope failed to be disposed of.")]
    public partial void DisposeFailed(string run, Exception exception);

    [LoggerMessage(22, LogLevel.Information, "Run {Run} ends as {Status}; {Compensations} steps are undone before that.")]
    public partial void Closing(string run, Storage.RunStatus status, int compensations);

    [LoggerMessage(30, LogLevel.Warning, "The store does not answer as it should. Runs wait and nothing is lost; it is tried again.")]
    public partial void StoreFailing(Exception exception);

    [LoggerMessage(31, LogLevel.Information, "The store answers again.")]
    public partial void StoreAnswering();

    public void Parked(string run, string workflow, string reason, Exception? exception) => ParkedCore(run, workflow, reason, exception);

    public void AttemptFailed(string run, string step, int attempt, DateTimeOffset retryAt, Exception exception)
    {
        if (logger.IsEnabled(LogLevel.Warning))
            AttemptFailedCore(run, step, attempt, retryAt, exception.GetType().Name, JournalText.Escape(exception.Message));
    }

    public void StepFailed(string run, string step, int attempt, Exception exception)
    {
        if (logger.IsEnabled(LogLevel.Error))
            StepFailedCore(run, step, attempt, exception.GetType().Name, JournalText.Escape(exception.Message), exception);
    }

    [LoggerMessage(13, LogLevel.Error, "Run {Run} of workflow {Workflow} is parked and waits for an operator: {Reason}")]
    private partial void ParkedCore(string run, string workflow, string reason, Exception? exception);

    [LoggerMessage(20, LogLevel.Warning, "Run {Run}, step {Step}: attempt {Attempt} failed and is repeated at {RetryAt:O}: {ErrorType}: {Error}")]
    private partial void AttemptFailedCore(string run, string step, int attempt, DateTimeOffset retryAt, string errorType, string error);

    [LoggerMessage(21, LogLevel.Error, "Run {Run}, step {Step}: failed for good at attempt {Attempt}: {ErrorType}: {Error}")]
    private partial void StepFailedCore(string run, string step, int attempt, string errorType, string error, Exception exception);
}
