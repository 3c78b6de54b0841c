namespace WorkflowGen.Journal;

/// <summary>How much of a run is from before the shape that its latest records are written in.</summary>
internal sealed class RecordedShapes
{
    /// <summary>The number of the last signal that had come by then.</summary>
    public long Signals { get; set; }

    /// <summary>How many compensations had been kept by then.</summary>
    public int Armed { get; set; }
}
