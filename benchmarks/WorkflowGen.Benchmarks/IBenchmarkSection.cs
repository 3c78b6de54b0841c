namespace WorkflowGen.Benchmarks;

/// <summary>A part of results.md with a subject of its own. Add a class that implements it, and an entry in <see cref="Program"/>.</summary>
internal interface IBenchmarkSection
{
    /// <summary>What selects it on the command line, in lower case; also marks its place in results.md.</summary>
    string Name { get; }

    string Title { get; }

    /// <summary>Measures, and returns what goes below the title, as Markdown.</summary>
    Task<string> RunAsync();
}
