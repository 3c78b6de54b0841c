using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using WorkflowGen.Execution;

namespace WorkflowGen;

/// <summary>
/// What a step may know besides its inputs: a clock, random numbers and GUIDs that are the same when the attempt is run again after a crash, the key under which
/// its effects are idempotent, and a logger. They are derived from what is already in the journal, so that no extra write is made.
/// </summary>
/// <remarks>Belongs to one attempt and is to be used by it alone, from one thread at a time; do not keep it beyond the step.</remarks>
public sealed class StepContext
{
    private readonly string? _workflow;
    private readonly ILogger _logger;
    private ILogger? _scopedLogger;
    private ulong _guids;
    private Random? _random;

    internal StepContext(string? workflow, string runId, string step, int attempt, DateTimeOffset utcNow, ILogger logger, CancellationToken cancellationToken)
    {
        _workflow = workflow;
        RunId = runId;
        StepName = step;
        Attempt = attempt;
        UtcNow = utcNow;
        _logger = logger;
        CancellationToken = cancellationToken;
    }

    /// <summary>The workflow's stable name.</summary>
    public string WorkflowName => _workflow ?? "";

    /// <summary>The run's id. A run in memory has one of its own, made when it starts.</summary>
    public string RunId { get; }

    /// <summary>The step's stable name.</summary>
    public string StepName { get; }

    /// <summary>Which try of the step this is, from 1.</summary>
    public int Attempt { get; }

    /// <summary>
    /// The time at which the attempt became due (the commit of the checkpoint before it, or the end of the wait before a retry), in UTC. It does not advance while the step runs,
    /// and is the same when the attempt is run again after a crash.
    /// </summary>
    public DateTimeOffset UtcNow { get; }

    /// <summary>A generator seeded from run, step and attempt: an attempt that is run again draws the same numbers.</summary>
    public Random Random => _random ??= new Random(BinaryPrimitives.ReadInt32LittleEndian(Derive("random", 0)));

    /// <summary>
    /// The same for every attempt of this step in this run, and different for every other: hand it to the other side, so that it can drop repeats.
    /// The form is <c>run/step</c>.
    /// </summary>
    public string IdempotencyKey => $"{RunId}/{StepName}";

    /// <summary>A logger for the workflow's category, within a scope that names run, step and attempt.</summary>
    public ILogger Logger => _scopedLogger ??= _logger is NullLogger ? _logger : new StepLogger(_logger, RunId, StepName, Attempt);

    /// <summary>Cancelled when the run is, when a step beside this one fails, and when the attempt times out.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>A GUID (version 8, RFC 9562) derived from run, step, attempt and how many were made before: an attempt that is run again makes the same ones.</summary>
    public Guid NewGuid()
    {
        var bytes = Derive("guid", _guids++).AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    // SHA-256 rather than a fast hash: GUIDs must not collide between runs whose ids differ in one character.
    private byte[] Derive(string purpose, ulong counter) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"{purpose}\n{RunId}\n{StepName}\n{Attempt}\n{counter}"));
}
