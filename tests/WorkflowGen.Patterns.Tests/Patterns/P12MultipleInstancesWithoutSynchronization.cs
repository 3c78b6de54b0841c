namespace WorkflowGen.Patterns.Tests;

// Pattern 12: Multiple Instances without Synchronization
// Any number of instances is started, and nobody waits for them: detached children.

[Workflow("instances-without-synchronization")]
public sealed partial class InstancesWithoutSynchronization
{
    public partial ValueTask<Receipt> RunAsync(IReadOnlyList<Letter> letters, CancellationToken cancellationToken = default);

    [Child(Detached = true)]
    private partial Task Send(Sequence workflow, [Each] Letter letter);

    [Step, After(nameof(Send))]
    private Receipt Confirm(IReadOnlyList<Letter> letters) => new($"{letters.Count} on their way");
}
