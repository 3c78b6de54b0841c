using System.Reflection;

namespace WorkflowGen.Storage.Tests;

/// <summary>The LiteDB store has a test project of its own, which is empty where its package cannot be had. A test run says so.</summary>
public sealed class LiteDbStoreTests
{
    [Fact]
    public void The_LiteDB_store_is_built_and_tested()
    {
        var metadata = typeof(LiteDbStoreTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().ToDictionary(a => a.Key, a => a.Value);

        Assert.SkipUnless(metadata["HasLiteDb"] == "true", "SKIPPED: " + metadata["LiteDbSkipped"]);
    }
}
