using WorkflowGen;

namespace Tokens;

/// <summary>A step that takes a token, beside another: it has to get the run's own, so that the other's failure can cancel it.</summary>
[Workflow("race")]
public sealed partial class Race
{
    public partial ValueTask<string> RunAsync(Uri address, CancellationToken cancellationToken = default);

    [Step]
    private Task<int> Slow(Uri address, CancellationToken cancellationToken) => Task.FromResult(1);

    [Step]
    private Task<long> Fast(Uri address) => Task.FromResult(2L);

    [Step]
    private string Join(int slow, [From(nameof(Fast))] long fast) => $"{slow} {fast}";
}
