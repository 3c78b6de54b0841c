using WorkflowGen;

namespace Arithmetic;

[Workflow("chain")]
public sealed partial class Chain
{
    public partial ValueTask<int> RunAsync(int n, CancellationToken cancellationToken = default);

    [Step]
    private int First(int n) => n + 1;

    [Step]
    private static int Second([From(nameof(First))] int n) => n + 1;

    [Step]
    private long Third([From(nameof(Second))] int n) => n + 1;

    [Step]
    private int Fourth(long third) => (int)third;

    [Step]
    private int Fifth([From(nameof(Fourth))] int n) => n;
}
