namespace WorkflowGen.Hosting;

/// <summary>How the runtime behaves in this process. Set by <see cref="WorkflowGenBuilder.Configure"/>; checked when the engine is made.</summary>
public sealed class WorkflowGenOptions
{
    /// <summary>Whether this process executes runs. False: it starts, watches and administers them, and others execute.</summary>
    public bool ExecuteRuns { get; set; } = true;

    /// <summary>How many runs are executed at once; 256 by default. Others wait in the store.</summary>
    public int MaxConcurrentRuns { get; set; } = 256;

    /// <summary>The queues whose runs and steps this process executes (see <see cref="QueueAttribute"/> and <see cref="StartOptions.Queue"/>); null, the default: all. Runs in others stay for a worker that serves them.</summary>
    public IReadOnlyCollection<string>? Queues { get; set; }

    /// <summary>How long a worker owns a run without renewing its lease, and so how long a run stays untouched after its process was killed; 30 s by default. Leases are renewed at a third of it.</summary>
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often the store is asked for runs that others have started or made due; 1 s by default. What happens in this process is noticed at once.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a wait before a retry may be and still be kept in memory; 5 s by default. A run that waits longer is given back to the store until then.</summary>
    public TimeSpan MaxWaitInMemory { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a graceful stop waits for steps under way; 20 s by default. The host's own shutdown timeout bounds it, too.</summary>
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>The largest handoff and the largest set of inputs, in bytes of JSON; 4 MiB by default.</summary>
    public int MaxPayloadBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>How much resuming one run may have to read (its latest snapshot and the entries after it) before its next step fails, in bytes; 256 MiB by default. What is folded away, the rounds of a loop among it, does not count.</summary>
    public long MaxJournalBytes { get; set; } = 256L * 1024 * 1024;

    /// <summary>After how many journal entries a snapshot is taken, so that resuming reads no more than about that many; 64 by default.</summary>
    public int SnapshotEvery { get; set; } = 64;

    /// <summary>
    /// How often a run may be taken up without committing anything before it is parked as one that kills its workers; 10 by default. Runs that were merely under way when another one killed the worker count
    /// up as well; from the third time on a worker takes up one of them at a time, which tells them apart, so it should not be less than about 5. Runs that a worker gives back when it stops start again from nothing.
    /// </summary>
    public int MaxClaimsWithoutProgress { get; set; } = 10;

    /// <summary>The longest wait between two tries of a store that does not answer; 10 s by default. Waits start at a hundredth of it and double.</summary>
    public TimeSpan MaxStoreRetryDelay { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The clock for everything; the system's by default.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>The first part of the name under which this worker owns runs; null: the machine's name. The rest tells processes and engines apart.</summary>
    public string? WorkerName { get; set; }

    /// <summary>For a test on a virtual clock: leases hold for ever and are never renewed, and the store is tried again at once, so that the clock moves for nothing but the runs.</summary>
    internal bool IsSimulated { get; set; }

    /// <summary>The clock for the worker's own waits (for work, for the ends of runs, for steps when it stops); null: <see cref="TimeProvider"/>. A test tells by it what the runs wait for.</summary>
    internal TimeProvider? BackgroundTimeProvider { get; set; }

    /// <exception cref="InvalidOperationException">A value is out of range; the message names it.</exception>
    internal void Validate()
    {
        if (IsSimulated)
            LeaseDuration = TimeSpan.FromDays(1);
        Require(MaxConcurrentRuns >= 1, nameof(MaxConcurrentRuns), "at least 1", MaxConcurrentRuns);
        Require(Queues is null || (Queues.Count > 0 && Queues.All(static q => q is { Length: > 0 and <= Storage.StoreRequestChecks.MaxQueueText })), nameof(Queues), "null, or one or more names of 1 to 128 characters", string.Join(", ", Queues ?? []));
        Require(LeaseDuration >= TimeSpan.FromMilliseconds(100) && LeaseDuration <= TimeSpan.FromDays(1), nameof(LeaseDuration), "between 100 ms and one day", LeaseDuration);
        Require(PollInterval >= TimeSpan.FromMilliseconds(1) && PollInterval <= TimeSpan.FromDays(1), nameof(PollInterval), "between 1 ms and one day", PollInterval);
        Require(ShutdownTimeout >= TimeSpan.Zero && ShutdownTimeout <= TimeSpan.FromDays(1), nameof(ShutdownTimeout), "between zero and one day", ShutdownTimeout);
        Require(MaxWaitInMemory >= TimeSpan.Zero, nameof(MaxWaitInMemory), "zero or more", MaxWaitInMemory);
        Require(MaxPayloadBytes is >= 16 and <= 1024 * 1024 * 1024, nameof(MaxPayloadBytes), "between 16 and 1 GiB", MaxPayloadBytes);
        Require(MaxJournalBytes >= MaxPayloadBytes, nameof(MaxJournalBytes), $"at least {nameof(MaxPayloadBytes)}", MaxJournalBytes);
        Require(SnapshotEvery >= 1, nameof(SnapshotEvery), "at least 1", SnapshotEvery);
        Require(MaxClaimsWithoutProgress >= 1, nameof(MaxClaimsWithoutProgress), "at least 1", MaxClaimsWithoutProgress);
        Require(MaxStoreRetryDelay >= TimeSpan.FromMilliseconds(1) && MaxStoreRetryDelay <= TimeSpan.FromDays(1), nameof(MaxStoreRetryDelay), "between 1 ms and one day", MaxStoreRetryDelay);
        Require(TimeProvider is not null, nameof(TimeProvider), "set", "null");
        if (IsSimulated)
            LeaseDuration = TimeSpan.FromDays(100_000);
        Require(WorkerName is null || (!string.IsNullOrWhiteSpace(WorkerName) && WorkerName.Length <= 100), nameof(WorkerName), "null or 1 to 100 characters", WorkerName!);
    }

    private static void Require(bool holds, string option, string range, object value)
    {
        if (!holds)
            throw new InvalidOperationException($"WorkflowGen: the option {option} must be {range}, but is {value}. Set it with AddWorkflowGen(w => w.Configure(o => o.{option} = …)).");
    }
}
