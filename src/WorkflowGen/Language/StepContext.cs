using System.Buffers.Binary;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
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
    private readonly string _key;
    private Random? _random;

    internal StepContext(
        string? workflow, string runId, string step, int attempt, DateTimeOffset utcNow, ILogger logger, CancellationToken cancellationToken, int round = 1, int? element = null,
        string? undoes = null)
    {
        Round = round;
        Element = element;
        _key = (undoes ?? step) + (element is { } e ? string.Create(CultureInfo.InvariantCulture, $"[{e}]") : "") + (round > 1 ? string.Create(CultureInfo.InvariantCulture, $"/{round}") : "") + (undoes is null ? "" : $"/{step}");
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

    /// <summary>How often the step has been begun anew by a loop around it, from 1.</summary>
    public int Round { get; }

    /// <summary>Which element of an [Each] this is, from 0; null: the step runs once.</summary>
    public int? Element { get; }

    /// <summary>
    /// The time at which the attempt became due (the commit of the checkpoint before it, or the end of the wait before a retry), in UTC. It does not advance while the step runs,
    /// and is the same when the attempt is run again after a crash.
    /// </summary>
    public DateTimeOffset UtcNow { get; }

    /// <summary>A generator seeded from run, step and attempt: an attempt that is run again draws the same numbers.</summary>
    public Random Random => _random ??= new Random(BinaryPrimitives.ReadInt32LittleEndian(Derive("random", 0)));

    /// <summary>
    /// The same for every attempt of this step in this run, and different for every other: hand it to the other side, so that it can drop repeats.
    /// The form is <c>run/step</c>, for an element of an [Each] <c>run/step[17]</c>, and from the second round of a loop on <c>run/step/2</c>; for a compensation that of the step with its own name after it: <c>run/step/compensation</c>.
    /// </summary>
    public string IdempotencyKey => $"{RunId}/{_key}";

    /// <summary>A logger for the workflow's category, within a scope that names run, step and attempt.</summary>
    public ILogger Logger => _scopedLogger ??= _logger is NullLogger ? _logger : new StepLogger(_logger, RunId, StepName, Attempt);

    /// <summary>Cancelled when the run is, when a step beside this one fails, and when the attempt times out.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>
    /// In a step marked <c>[Idempotency(Idempotency.Transactional)]</c>: the transaction of the store's database by which the step's end is recorded. What is written through it (and its <see cref="DbTransaction.Connection"/>) becomes true with that record, or not at all. It belongs to
    /// the attempt: do not commit it, roll it back, or use it after the step has returned.
    /// </summary>
    /// <exception cref="InvalidOperationException">The step is not transactional, or it runs where there is no such store.</exception>
    public DbTransaction Transaction => OpenTransaction ?? throw new InvalidOperationException(
        $"Step '{StepName}' has no transaction. A step has one when it is marked [Idempotency(Idempotency.Transactional)] and its run is in a store that offers transactions (PostgreSQL); in memory and in tests there is none: replace the step there.");

    internal DbTransaction? OpenTransaction { get; init; }

    /// <summary>Says that the attempt is alive ([Heartbeat]), and how far it has come. Cheap: what is reported is kept with one of the next commits, and handed to the next attempt.</summary>
    /// <typeparam name="T">Any type that can be written as JSON.</typeparam>
    /// <exception cref="OperationCanceledException">The attempt has been given up; what it does now counts no more.</exception>
    /// <exception cref="HandoffException">It takes more than <c>WorkflowGenOptions.MaxPayloadBytes</c>.</exception>
    [RequiresUnreferencedCode("Progress is serialised by reflection.")]
    [RequiresDynamicCode("Progress is serialised by reflection.")]
    public void Heartbeat<T>(T progress)
    {
        CancellationToken.ThrowIfCancellationRequested();
        HeartbeatSink?.Invoke(JsonSerializer.SerializeToUtf8Bytes(progress, HandoffJson.ByReflection<T>()));
    }

    /// <summary>What the last <see cref="Heartbeat{T}(T)"/> of an earlier attempt of this step (or of this one, before a crash) reported; the type's default: none did.</summary>
    [RequiresUnreferencedCode("Progress is serialised by reflection.")]
    [RequiresDynamicCode("Progress is serialised by reflection.")]
    public T? LastHeartbeat<T>() => LastProgress.IsEmpty ? default : JsonSerializer.Deserialize(LastProgress.Span, HandoffJson.ByReflection<T>());

    /// <summary>Takes what <see cref="Heartbeat{T}(T)"/> reports, on the step's thread.</summary>
    internal Action<ReadOnlyMemory<byte>>? HeartbeatSink { get; init; }

    internal ReadOnlyMemory<byte> LastProgress { get; init; }

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
        SHA256.HashData(Encoding.UTF8.GetBytes($"{purpose}\n{RunId}\n{_key}\n{Attempt}\n{counter}"));
}
