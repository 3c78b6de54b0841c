using System.Text.Json;
using WorkflowGen.Execution;

namespace WorkflowGen.Tests.Execution;

// Undoing elements.
internal sealed partial class EachExecutor
{
    private ValueTask _undoing;

    public override void WriteCompensation(int node, object captured, Utf8JsonWriter writer) => writer.WriteNumberValue((int)captured);

    public override object ReadCompensation(int node, ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetInt32();
    }

    protected override object CaptureCompensation(int node, int element) => _results[node]![element];

    protected override bool BeginCompensation(int node, object captured, StepContext? step, CancellationToken cancellationToken, Action continuation)
    {
        _undoing = _steps[node].Undo!((int)captured, step!);
        if (_undoing.IsCompletedSuccessfully)
            return true;
        _undoing.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(continuation);
        return false;
    }

    protected override void EndCompensation(int node) => _undoing.GetAwaiter().GetResult();

    public sealed partial record Step
    {
        public Func<int, StepContext, ValueTask>? Undo { get; init; }
    }
}
