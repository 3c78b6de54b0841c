using WorkflowGen;

namespace @class.@event;

public sealed record @string(int Value);

[Workflow("keywords")]
public sealed partial class @namespace
{
    public partial ValueTask<int> RunAsync(int @new, @string value, CancellationToken @default = default);

    private bool @if(int @new) => @new > 0;

    [Step, When(nameof(@if))]
    private ValueTask<@string> @return(int @new, @string value) => new(value);

    [Step]
    private int @int([From(nameof(@return))] @string? @while) => @while?.Value ?? -1;
}
