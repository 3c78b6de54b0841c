using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace WorkflowGen.Roslyn.TestKit;

/// <summary>Compilations against the framework and WorkflowGen, as a project of a user's would have them.</summary>
public static class TestCompilation
{
    /// <summary>The usings that a project with <c>ImplicitUsings</c> gets, and those that a workflow needs.</summary>
    public const string GlobalUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using WorkflowGen;
        """;

    public static ImmutableArray<MetadataReference> References { get; } = LoadReferences();

    public static CSharpParseOptions ParseOptions { get; } = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Preview);

    public static CSharpCompilationOptions Options { get; } =
        new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true);

    /// <summary>Compiles the sources as <c>/test/0.cs</c>, <c>/test/1.cs</c>, … beside the global usings.</summary>
    public static CSharpCompilation Create(params IEnumerable<string> sources) =>
        CSharpCompilation.Create(
            "Tests",
            sources.Select((source, index) => CSharpSyntaxTree.ParseText(source, ParseOptions, $"/test/{index}.cs"))
                .Append(CSharpSyntaxTree.ParseText(GlobalUsings, ParseOptions, "/test/GlobalUsings.cs")),
            References,
            Options);

    /// <summary>The compiler's own errors, but for bodies of partial members that the generator writes.</summary>
    public static IReadOnlyList<Diagnostic> Errors(Compilation compilation) =>
        [.. compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error && d.Id is not ("CS8795" or "CS9248"))];

    // No download: what this test process itself could load is what the sources see.
    private static ImmutableArray<MetadataReference> LoadReferences() =>
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => IsFramework(Path.GetFileName(path)))
            .Append(typeof(StepAttribute).Assembly.Location)
            .Select(path => MetadataReference.CreateFromFile(path))];

    private static bool IsFramework(string file) =>
        file.StartsWith("System.", StringComparison.Ordinal)
        || file.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)
        || file is "netstandard.dll" or "mscorlib.dll" or "Microsoft.CSharp.dll";
}
