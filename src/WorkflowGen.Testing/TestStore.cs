using WorkflowGen.Storage;

namespace WorkflowGen.Testing;

/// <summary>
/// Where the runs of one test lie. The store in memory survives the processes; one that the user has chosen is closed when a process dies, and opened anew for the next, so that what is read is what was written.
/// </summary>
internal sealed class TestStore : IDisposable
{
    private Func<string, IWorkflowStore>? _open;
    private IWorkflowStore? _current;
    private string? _folder;

    /// <summary>What the processes talk to, open.</summary>
    public IWorkflowStore Current => _current ??= Open();

    public void Use(Func<string, IWorkflowStore> open) => _open = open;

    /// <summary>The process that had it open is gone.</summary>
    public void Close()
    {
        if (_open is null || _current is not { } store)
            return;
        _current = null;
        store.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        Close();
        if (_folder is not null)
            Directory.Delete(_folder, recursive: true);
        _folder = null;
    }

    private IWorkflowStore Open()
    {
        if (_open is null)
            return new InMemoryWorkflowStore();
        _folder ??= Directory.CreateTempSubdirectory("workflowgen-test-").FullName;
        var store = _open(_folder) ?? throw new InvalidOperationException("The delegate that was handed to UseStore returned no store.");
        store.InitializeAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();
        return store;
    }
}
