using System.Diagnostics.Metrics;

namespace WorkflowGen.Storage;

internal static class CommitMetrics
{
    private static readonly Meter Meter = new("WorkflowGen");

    public static readonly Histogram<int> BatchSize = Meter.CreateHistogram<int>("workflowgen.commit.batch_size", "{request}", "Requests that were made durable by one flush.");
}
