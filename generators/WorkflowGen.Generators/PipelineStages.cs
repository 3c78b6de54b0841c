namespace WorkflowGen.Generators;

/// <summary>Names of the pipeline's stages, by which the caching tests ask what an edit made the generator do again.</summary>
internal static class PipelineStages
{
    /// <summary>Class with [Workflow] → model.</summary>
    public const string Model = nameof(Model);

    /// <summary>Hint names that differ only in case: the compiler refuses the second of such files.</summary>
    public const string SimilarNames = nameof(SimilarNames);

    /// <summary>Model → text of the file.</summary>
    public const string Source = nameof(Source);
}
