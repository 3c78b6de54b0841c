using WorkflowGen.Storage.ContractTests;

namespace WorkflowGen.Storage.Tests;

public sealed class InMemoryWorkflowStoreTests : WorkflowStoreContract
{
    protected override IWorkflowStore Create() => new InMemoryWorkflowStore();
}
