using WorkflowGen;

namespace Broken;

[Workflow("broken")]
public sealed partial class BrokenWorkflow
{
    public partial ValueTask<string> RunAsync(int n, CancellationToken cancellationToken = default);

    [Step]
    private string Print(DateTime when) => $"{when}";
}
