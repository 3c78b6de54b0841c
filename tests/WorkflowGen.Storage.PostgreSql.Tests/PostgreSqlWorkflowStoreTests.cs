using WorkflowGen.Storage.ContractTests;

namespace WorkflowGen.Storage.PostgreSql.Tests;

public sealed class PostgreSqlWorkflowStoreTests : SharedStoreContract
{
    private readonly TestSchema _schema = new();

    protected override IWorkflowStore Create() => _schema.Store();

    protected override IWorkflowStore CreateAgain() => _schema.Store();

    protected override void Delete() => _schema.Dispose();
}
