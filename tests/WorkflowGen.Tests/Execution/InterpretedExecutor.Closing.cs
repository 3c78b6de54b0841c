using System.Text.Json;
using WorkflowGen.Execution;

namespace WorkflowGen.Tests.Execution;

// Failures that are handled, what is undone, and what runs at the end.
internal sealed partial class InterpretedExecutor
{
    private ValueTask _undoing;

    /// <summary>Undoes a step, given its handoff and the run's failure.</summary>
    public delegate ValueTask UndoBody(int? handoff, StepFailure? failure, StepContext step, CancellationToken cancellationToken);

    public override void WriteCompensation(int node, object captured, Utf8JsonWriter writer) => writer.WriteNumberValue((int)captured);

    public override object ReadCompensation(int node, ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetInt32();
    }

    protected override object CaptureCompensation(int node, int element) => _handoffs[node] ?? 0;

    protected override bool BeginCompensation(int node, object captured, StepContext? step, CancellationToken cancellationToken, Action continuation)
    {
        var task = _steps[node].Compensation!.Body((int)captured, FailureOf(node), step!, cancellationToken);
        if (task.IsCompleted)
        {
            task.GetAwaiter().GetResult();
            return true;
        }
        _undoing = task;
        task.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(continuation);
        return false;
    }

    protected override void EndCompensation(int node) => _undoing.GetAwaiter().GetResult();

    public sealed record Undo(CompensationDefinition Definition, UndoBody Body);

    public sealed partial record Step
    {
        public string[] Catches { get; init; } = [];

        /// <summary>In place of the body, for a step that takes the failure.</summary>
        public Func<StepFailure?, ValueTask<int?>>? OnFailure { get; init; }

        public bool IsFinally { get; init; }

        public bool NeedsFailure { get; init; }

        public Undo? Compensation { get; init; }
    }
}
