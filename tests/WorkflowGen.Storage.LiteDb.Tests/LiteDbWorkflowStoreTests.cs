using WorkflowGen.Storage.ContractTests;
using WorkflowGen.Storage.Tests;

namespace WorkflowGen.Storage.LiteDb.Tests;

public sealed class LiteDbWorkflowStoreTests : DurableStoreContract
{
    private readonly TemporaryFolder _folder = new();

    protected override IWorkflowStore Create() => CreateAgain();

    protected override IWorkflowStore CreateAgain() => new LiteDbWorkflowStore(_folder.File("new/store.litedb"));

    protected override void Delete() => _folder.Dispose();
}
