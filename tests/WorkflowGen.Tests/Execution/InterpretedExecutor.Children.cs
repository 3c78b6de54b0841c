using System.Text.Json;

namespace WorkflowGen.Tests.Execution;

// A child takes the sum of what its node needs.
internal sealed partial class InterpretedExecutor
{
    public override void WriteChildInputs(int node, int element, Utf8JsonWriter writer) => writer.WriteNumberValue(InputsOf(node).Sum() ?? 0);
}
