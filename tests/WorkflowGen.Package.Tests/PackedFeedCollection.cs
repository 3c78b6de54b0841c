namespace WorkflowGen.Package.Tests;

/// <summary>The packages are made once for all tests.</summary>
[CollectionDefinition]
public sealed class PackedFeedCollection : ICollectionFixture<PackedFeed>;
