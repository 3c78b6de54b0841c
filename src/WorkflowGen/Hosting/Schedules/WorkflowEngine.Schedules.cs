using WorkflowGen.Hosting.Schedules;
using WorkflowGen.Storage;

namespace WorkflowGen.Hosting;

// The loop that fires schedules: it sleeps until the next instant, and looks once in a while for what operators and other workers have changed.
public sealed partial class WorkflowEngine
{
    private WakeSignal? _scheduleWake;
    private Task _scheduleLoop = Task.CompletedTask;

    /// <summary>What operators do with schedules.</summary>
    public ScheduleAdministration Schedules => field ??= new ScheduleAdministration(this);

    internal Scheduler Scheduler => field ??= new Scheduler(_workflows.Values.Select(static w => w.Definition), Store, Log, Telemetry, Options.MaxPayloadBytes);

    /// <summary>The next instant of a schedule, for a test's clock; null: there is none.</summary>
    internal DateTimeOffset? NextScheduled => _scheduleWake is null ? null : Scheduler.NextAt;

    /// <summary>Whether the loop stands still.</summary>
    private bool SchedulesRest => _scheduleWake is null or { IsAsleep: true };

    /// <exception cref="InvalidOperationException">A schedule cannot be kept: its time zone is not known here, another has its name, or the store keeps none.</exception>
    private void StartSchedules()
    {
        if (Scheduler.Entries.Count == 0)
            return;
        _scheduleWake ??= new WakeSignal(BackgroundTime);
        _scheduleLoop = Task.Run(ScheduleLoopAsync, CancellationToken.None);
    }

    private async ValueTask StopSchedulesAsync(CancellationToken cancellationToken)
    {
        _scheduleWake?.Set();
        await _scheduleLoop.WaitAsync(Options.ShutdownTimeout, BackgroundTime, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Something has changed that a schedule may wait for.</summary>
    internal void WakeSchedules() => _scheduleWake?.Set();

    private void NoteEndForSchedules()
    {
        if (_scheduleWake is not null && Scheduler.HasWaiting)
            _scheduleWake.Set();
    }

    private async Task ScheduleLoopAsync()
    {
        var failures = 0;
        while (_state == EngineState.Running)
        {
            TimeSpan sleep;
            try
            {
                if (await Scheduler.LookAsync(Time.GetUtcNow, CancellationToken.None).ConfigureAwait(false))
                    _wake.Set();
                failures = 0;
                sleep = Scheduler.HasWaiting ? Options.PollInterval : RenewalPeriod;
                if (Scheduler.NextAt - Time.GetUtcNow() is { } until && until < sleep)
                    sleep = until;
            }
            catch (Exception exception)
            {
                if (exception is StoreException)
                    StoreTrouble.Failed(exception);
                else
                    Log.SchedulesFailed(exception);
                sleep = RetryDelay(++failures);
            }
            if (_state == EngineState.Running)
                await _scheduleWake!.WaitAsync(sleep).ConfigureAwait(false);
        }
    }
}
