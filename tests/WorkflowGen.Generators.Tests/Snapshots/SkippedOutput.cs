using WorkflowGen;

namespace Numbers;

[Workflow("halve")]
public sealed partial class Halve
{
    public partial ValueTask<long?> RunAsync(int n, CancellationToken cancellationToken = default);

    private static bool IsEven(int n) => n % 2 == 0;

    [Step, When(nameof(IsEven))]
    private int Half(int n) => n / 2;
}
