using System.Text;

namespace WorkflowGen.Storage.PostgreSql.Tests;

/// <summary>Requests as the tests of this project make them; the instant that they count from is 0.</summary>
internal static class TestRuns
{
    public static readonly DateTimeOffset T0 = new(2026, 3, 29, 1, 59, 59, TimeSpan.Zero);

    public static DateTimeOffset At(double seconds) => T0.AddSeconds(seconds);

    public static JournalEntry Entry(long sequence, int size = 20) => new(sequence, Encoding.UTF8.GetBytes($"entry {sequence}".PadRight(size)));

    public static NewRun New(string id, double at = 0) => new() { RunId = id, Workflow = "order", Version = 1, CreatedAt = At(at), Entries = [Entry(1)] };

    public static NewRun Taken(string id, string owner = "w1", double at = 0, double until = 30) => New(id, at) with { Owner = owner, LeaseUntil = At(until) };

    public static RunCommit Commit(string id, long epoch, long expected, HeadChange? head = null) => new() { RunId = id, Epoch = epoch, ExpectedSequence = expected, Entries = [Entry(expected + 1)], Head = head };

    public static HeadChange To(RunStatus status, double at, double? wakeAt = null) => new() { Status = status, At = At(at), WakeAt = wakeAt is { } wake ? At(wake) : null };

    public static ClaimRequest Claim(double now, string owner = "w1", int limit = 100, double lease = 30) => new() { Owner = owner, Now = At(now), LeaseUntil = At(now + lease), Limit = limit };

    public static RunSignal Signal(string id, string name = "Approval", string? key = null, double at = 1) => new() { RunId = id, Name = name, Key = key, At = At(at), Payload = "yes"u8.ToArray() };
}
