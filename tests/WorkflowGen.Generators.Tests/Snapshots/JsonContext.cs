using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using WorkflowGen;

namespace Serialised;

public sealed record Item(string Name, int? Count);

// Written by hand, where a user has System.Text.Json's generator.
public sealed class ItemContext(JsonSerializerOptions? options) : JsonSerializerContext(options)
{
    public static ItemContext Default { get; } = new(null);

    protected override JsonSerializerOptions? GeneratedSerializerOptions => null;

    public override JsonTypeInfo? GetTypeInfo(Type type) => null;
}

[Workflow("items", JsonContext = typeof(ItemContext))]
public sealed partial class Items
{
    public partial ValueTask<IReadOnlyList<Item?>> RunAsync(Dictionary<string, int[]> counts, int? limit, CancellationToken cancellationToken = default);

    [Step]
    private IReadOnlyList<Item?> List(Dictionary<string, int[]> counts, int? limit) => [.. counts.Select(c => new Item(c.Key, limit))];
}
