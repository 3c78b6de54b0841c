using Microsoft.Extensions.DependencyInjection;
using WorkflowGen.Hosting;

namespace WorkflowGen.Chaos;

/// <summary>Where the runs lie, as a text that workers are given: <c>sqlite:FILE</c>.</summary>
internal static class StoreChoice
{
    public static void Use(WorkflowGenBuilder builder, string store)
    {
        var (kind, place) = Split(store);
        switch (kind)
        {
            case "sqlite":
                builder.UseSqlite($"Data Source={place}");
                break;
            default:
                throw new ArgumentException($"'{store}' names no store: write sqlite:FILE.", nameof(store));
        }
    }

    public static (string Kind, string Place) Split(string store) => store.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon ? (store[..colon], store[(colon + 1)..]) : (store, "");
}
