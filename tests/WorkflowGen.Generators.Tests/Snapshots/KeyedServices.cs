using Microsoft.Extensions.DependencyInjection;
using WorkflowGen;

namespace Services;

public interface IQueue
{
    ValueTask<int> CountAsync();
}

[Workflow("queues")]
public sealed partial class Queues([FromKeyedServices("in")] IQueue incoming, [FromKeyedServices(2)] IQueue? outgoing, IQueue other)
{
    public partial ValueTask<int> RunAsync(CancellationToken cancellationToken = default);

    [Step]
    private async Task<int> Count() => await incoming.CountAsync() + await (outgoing ?? other).CountAsync();
}
