using WorkflowGen.Storage.ContractTests;
using WorkflowGen.Storage.Sqlite;

namespace WorkflowGen.Storage.Tests;

public sealed class SqliteWorkflowStoreTests : SharedStoreContract
{
    private readonly TemporaryFolder _folder = new();

    protected override IWorkflowStore Create() => CreateAgain();

    protected override IWorkflowStore CreateAgain() => new SqliteWorkflowStore($"Data Source={_folder.File("new/store.db")}");

    protected override void Delete() => _folder.Dispose();
}
