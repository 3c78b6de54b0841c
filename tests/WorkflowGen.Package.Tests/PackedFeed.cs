using WorkflowGen.TestSupport;

namespace WorkflowGen.Package.Tests;

/// <summary>The packages, made once from what was built, in the place where the README's commands put them.</summary>
public sealed class PackedFeed : IAsyncLifetime
{
    private const string EmptyProject = "Orders";

    private readonly TemporaryFolder _folder = new();
    private Task? _emptyProject;

    /// <summary>Stands for the clone of the repository in the README's commands.</summary>
    public string Clone => _folder.File("WorkflowGen");

    public string Packages => _folder.File("WorkflowGen", "artifacts", "packages");

    /// <summary>What a user's machine knows: its own package cache, so that an older package of the same version cannot be taken for this one.</summary>
    internal IReadOnlyDictionary<string, string?> Environment => new Dictionary<string, string?>
    {
        ["NUGET_PACKAGES"] = _folder.File("cache"),
        ["DOTNET_NOLOGO"] = "1",
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["CI"] = null,
    };

    public async ValueTask InitializeAsync()
    {
        foreach (var project in new[] { "src/WorkflowGen/WorkflowGen.csproj", "src/WorkflowGen.Storage.Sqlite/WorkflowGen.Storage.Sqlite.csproj", "src/WorkflowGen.Testing/WorkflowGen.Testing.csproj" })
        {
            var result = await ChildProcess.RunAsync(
                "dotnet", ["pack", Path.Combine(Repository.Root, project), "--no-build", "-c", Repository.Configuration, "-o", Packages]);
            Assert.True(result.ExitCode == 0, result.All);
        }
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Follows the README's commands beside the clone, and gives the new project's folder.</summary>
    internal async Task<string> CreateProjectAsync(string name)
    {
        var folder = _folder.File(name);
        await (_emptyProject ??= CreateEmptyProjectAsync());
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.GetFiles(_folder.File(EmptyProject), "*.c*"))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file).Replace(EmptyProject, name, StringComparison.Ordinal)));
        foreach (var (file, text) in ReadmeText.Files)
            File.WriteAllText(Path.Combine(folder, file), text);
        return folder;
    }

    private async Task CreateEmptyProjectAsync()
    {
        var commands = ReadmeText.Block("sh", "dotnet new console").Split('\n').Where(line => !line.StartsWith("dotnet pack", StringComparison.Ordinal));
        Directory.CreateDirectory(Clone);
        Directory.CreateDirectory(_folder.File(EmptyProject));
        File.WriteAllText(_folder.File(EmptyProject, "nuget.config"), ReadmeText.Files["nuget.config"]);
        var result = await ChildProcess.RunAsync("bash", ["-ec", string.Join('\n', commands)], Clone, Environment);
        Assert.True(result.ExitCode == 0, result.All);
    }

    internal Task<ProcessResult> DotnetAsync(string folder, params string[] arguments) =>
        ChildProcess.RunAsync("dotnet", arguments, folder, Environment);
}
