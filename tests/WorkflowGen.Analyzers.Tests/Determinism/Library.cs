extern alias generators;

using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Determinism;

/// <summary>How a compilation gets at another.</summary>
public enum ReferenceKind
{
    Assembly,
    ReferenceAssembly,
    Compilation,
}

/// <summary>Assemblies that are compiled with the generator, as a project that references the package is.</summary>
internal static partial class Library
{
    public static CSharpCompilation Compile(string name, string source, params MetadataReference[] references)
    {
        var compilation = TestCompilation.Create(source).WithAssemblyName(name).AddReferences(references);
        Assert.True(TestCompilation.Errors(compilation) is { Count: 0 }, string.Join("\n", TestCompilation.Errors(compilation)));
        return compilation;
    }

    /// <summary>With the summary that the generator writes.</summary>
    public static CSharpCompilation WithSummary(this CSharpCompilation compilation)
    {
        var result = Driver().RunGeneratorsAndUpdateCompilation(compilation, out var output, out _).GetRunResult();
        Assert.Null(result.Results.Single().Exception);
        Assert.Empty(output.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));
        return (CSharpCompilation)output;
    }

    /// <summary>What the generator throws, if it does.</summary>
    public static Exception? FailureOf(CSharpCompilation compilation) => Driver().RunGenerators(compilation).GetRunResult().Results.Single().Exception;

    private static CSharpGeneratorDriver Driver() => CSharpGeneratorDriver.Create(
        [new generators::WorkflowGen.Generators.Determinism.DeterminismSummaryGenerator().AsSourceGenerator()], parseOptions: TestCompilation.ParseOptions);

    /// <summary>The text of the summary, or null where there is none.</summary>
    public static string? Summary(this CSharpCompilation compilation) => compilation.Assembly.GetAttributes()
        .SingleOrDefault(a => a.AttributeClass?.Name == nameof(DeterminismSummaryAttribute))?.ConstructorArguments[1].Value as string;

    public static MetadataReference Reference(this CSharpCompilation compilation, ReferenceKind kind = ReferenceKind.Assembly)
    {
        if (kind == ReferenceKind.Compilation)
            return compilation.ToMetadataReference();
        using var image = new MemoryStream();
        var options = kind == ReferenceKind.ReferenceAssembly ? new EmitOptions(metadataOnly: true, includePrivateMembers: false) : new EmitOptions();
        var emitted = compilation.Emit(image, options: options);
        Assert.True(emitted.Success, string.Join("\n", emitted.Diagnostics));
        return MetadataReference.CreateFromImage(image.ToArray());
    }

    /// <summary>What is reported in a workflow that is compiled against the references.</summary>
    public static async Task<IReadOnlyList<Diagnostic>> ReportedAsync(string source, params MetadataReference[] references) =>
        await AnalyzerRun.DiagnosticsAsync(Case.Analyzer, Compile("App", source, references));

    /// <summary>The chains of what is reported in a step of this body, in order.</summary>
    public static Task<string[]> ChainsAsync(string body, string library, ReferenceKind kind = ReferenceKind.Assembly, string members = "", string types = "") =>
        ChainsAsync(Case.Step(body, members, types, "using Lib;"), Compile("Lib", library).WithSummary().Reference(kind));

    public static async Task<string[]> ChainsAsync(string source, params MetadataReference[] references)
    {
        var reported = await ReportedAsync(source, references);
        Assert.All(reported, d => Assert.StartsWith("/test/", d.Location.SourceTree?.FilePath));
        return [.. reported.Select(d => d.Id + " " + Chain().Match(d.GetMessage()).Value).Distinct()];
    }

    [GeneratedRegex("^'[^']*'( → '[^']*')*")]
    private static partial Regex Chain();
}
