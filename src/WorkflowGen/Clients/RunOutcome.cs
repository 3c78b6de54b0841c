using WorkflowGen.Storage;

namespace WorkflowGen;

/// <summary>What a client reads of a run: its head, and from its journal the output's JSON (empty unless completed) and what failed.</summary>
internal sealed record RunOutcome(RunHead Head, ReadOnlyMemory<byte> Result, IReadOnlyList<FailedStep> Failures);
