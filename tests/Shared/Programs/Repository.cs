using System.Reflection;

namespace WorkflowGen.TestSupport;

/// <summary>Where the tests that start programs find them.</summary>
internal static class Repository
{
    public static string Root { get; } = Path.TrimEndingDirectorySeparator(Metadata("RepositoryRoot"));

    public static string Configuration { get; } = Metadata("Configuration");

    /// <summary>The assembly of a project that this test project builds along.</summary>
    public static string Output(string folder)
    {
        var path = Path.Combine(Root, folder, "bin", Configuration, "net10.0", Path.GetFileName(folder) + ".dll");
        Assert.True(File.Exists(path), $"{path} is missing: build the solution first.");
        return path;
    }

    private static string Metadata(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
