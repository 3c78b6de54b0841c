using WorkflowGen;

namespace Outermost;

public partial class Outer
{
    internal partial record struct Middle
    {
        [Workflow("nested")]
        private sealed partial class Inner
        {
            private sealed record Secret(int Value);

            public partial ValueTask<int> RunAsync(int n, CancellationToken cancellationToken = default);

            [Step]
            private async Task<Secret> Hide(int n)
            {
                await Task.Yield();
                return new(n);
            }

            [Step]
            private int Show(Secret secret) => secret.Value;
        }
    }
}
