using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using WorkflowGen.Roslyn.Graph;
using WorkflowGen.Roslyn.Model;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Generators.Tests;

/// <summary>Sources taken through the generator, as a user's build would.</summary>
internal sealed class GeneratorRun
{
    private GeneratorRun(Compilation compilation, GeneratorDriverRunResult result)
    {
        Compilation = compilation;
        Result = result;
    }

    /// <summary>The sources and what was generated from them.</summary>
    public Compilation Compilation { get; }

    public GeneratorDriverRunResult Result { get; }

    public ImmutableArray<GeneratedSourceResult> Files => Result.Results.Single().GeneratedSources;

    /// <summary>The only file that was generated.</summary>
    public string Text => Files.Single().SourceText.ToString();

    public static GeneratorRun Of(params string[] sources) => Of(LanguageVersion.CSharp12, sources);

    public static GeneratorRun Of(LanguageVersion language, params string[] sources)
    {
        var compilation = Compile(language, sources);
        var driver = Driver(compilation).RunGeneratorsAndUpdateCompilation(compilation, out var output, out _);
        var result = driver.GetRunResult();
        Assert.Null(result.Results.Single().Exception);
        Assert.Empty(result.Diagnostics);
        return new(output, result);
    }

    /// <summary>Compiles the sources as <c>/test/0.cs</c>, … beside the usual global usings, all in one language version.</summary>
    public static CSharpCompilation Compile(LanguageVersion language, params string[] sources)
    {
        var options = CSharpParseOptions.Default.WithLanguageVersion(language).WithDocumentationMode(DocumentationMode.Diagnose);
        return TestCompilation.Create([])
            .RemoveAllSyntaxTrees()
            .AddSyntaxTrees(sources.Select((source, i) => CSharpSyntaxTree.ParseText(source, options, $"/test/{i}.cs")))
            .AddSyntaxTrees(CSharpSyntaxTree.ParseText(TestCompilation.GlobalUsings, options, "/test/GlobalUsings.cs"));
    }

    public static GeneratorDriver Driver(CSharpCompilation compilation) =>
        CSharpGeneratorDriver.Create(
            [new WorkflowGenerator().AsSourceGenerator()],
            parseOptions: (CSharpParseOptions)compilation.SyntaxTrees[0].Options,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    /// <summary>Asserts that neither the sources nor what was generated make the compiler say anything, not even a warning.</summary>
    public GeneratorRun Clean()
    {
        // The author may leave out documentation; we may not.
        var diagnostics = Compilation.GetDiagnostics()
            .Where(d => d.Severity >= DiagnosticSeverity.Warning && !(d.Id == "CS1591" && d.Location.SourceTree?.FilePath.StartsWith("/test/", StringComparison.Ordinal) == true))
            .ToArray();
        Assert.True(diagnostics.Length == 0, string.Join("\n", diagnostics.Select(d => $"{d}\n    {d.Location.SourceTree?.GetText().Lines[d.Location.GetLineSpan().StartLinePosition.Line]}")));
        return this;
    }

    /// <summary>Asserts that the workflows have no errors of their own, which the generator leaves to the analyzers to report.</summary>
    public GeneratorRun Valid()
    {
        var models = Result.Results.Single().TrackedSteps[PipelineStages.Model].SelectMany(s => s.Outputs).Select(o => (WorkflowModel)o.Value);
        var blocking = models.SelectMany(m => WorkflowGraph.Build(m).Findings).Where(f => f.Blocks).Select(f => $"{f.RuleId} {string.Join(" | ", f.Arguments)}");
        Assert.Empty(blocking);
        return this;
    }

    /// <summary>Compiles and loads it.</summary>
    public Assembly Load()
    {
        using var image = new MemoryStream();
        var emitted = Compilation.Emit(image);
        Assert.True(emitted.Success, string.Join("\n", emitted.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)));
        image.Position = 0;
        return new AssemblyLoadContext("test", isCollectible: true).LoadFromStream(image);
    }

    /// <summary>
    /// Compiles the sources and calls <c>Test.Run</c> in them, a static method that returns a string or a task of one.
    /// </summary>
    public async Task<string> RunTestAsync()
    {
        var returned = Load().GetType("Test")!.GetMethod("Run")!.Invoke(null, null);
        return returned is Task<string> task ? await task : (string)returned!;
    }
}
