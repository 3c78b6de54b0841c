using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace WorkflowGen.Generators.Tests;

/// <summary>The generator is asked on every key stroke, and most of what it sees is half-typed: it must not throw, and what it writes must be C#.</summary>
public sealed class RobustnessTests
{
    public static TheoryData<string> Cases => SnapshotTests.Cases;

    [Theory]
    [MemberData(nameof(Cases))]
    public void Source_cut_off_anywhere(string name)
    {
        var source = SnapshotTests.Source(name);
        for (var length = 0; length < source.Length; length += 29)
            Survives(source[..length]);
    }

    [Theory]
    [InlineData("ClashingNames")]
    [InlineData("Deciding")]
    [InlineData("Elements")]
    [InlineData("Ending")]
    [InlineData("Guards")]
    [InlineData("KeyedServices")]
    [InlineData("Looping")]
    [InlineData("Nested")]
    [InlineData("Order")]
    [InlineData("Racing")]
    [InlineData("Undoing")]
    [InlineData("Waiting")]
    public void Source_without_one_of_its_lines(string name)
    {
        var lines = SnapshotTests.Source(name).Split('\n');
        for (var line = 0; line < lines.Length; line++)
        {
            if (lines[line].Length > 0)
                Survives(string.Join('\n', lines.Where((_, i) => i != line)));
        }
    }

    [Theory]
    [InlineData("[WorkflowGen.Workflow] partial struct S { }")]
    [InlineData("[WorkflowGen.Workflow] partial interface I { [WorkflowGen.Step] int A(); }")]
    [InlineData("[WorkflowGen.Workflow] static partial class S { [WorkflowGen.Step] static int A() => 1; }")]
    [InlineData("[WorkflowGen.Workflow(name: null)] partial class P { }")]
    [InlineData("[WorkflowGen.Workflow(3, Version = \"x\", JsonContext = 5)] partial class P { public partial System.Threading.Tasks.ValueTask RunAsync(); [WorkflowGen.Step] void A() { } }")]
    [InlineData("[WorkflowGen.Workflow] partial class P { [WorkflowGen.Step] [WorkflowGen.Step] void A() { } [WorkflowGen.Step] void A() { } }")]
    [InlineData("[WorkflowGen.Workflow] partial class { [WorkflowGen.Step] void A() { } }")]
    [InlineData("[WorkflowGen.Workflow] file partial class P { public partial System.Threading.Tasks.ValueTask RunAsync(); [WorkflowGen.Step] void A() { } }")]
    [InlineData("[WorkflowGen.Workflow] partial class P<T> { public partial System.Threading.Tasks.ValueTask<T> RunAsync(T t); [WorkflowGen.Step] T A(T t) => t; }")]
    [InlineData("partial class O<T> { [WorkflowGen.Workflow] partial class P { public partial System.Threading.Tasks.ValueTask<T> RunAsync(T t); [WorkflowGen.Step] T A(T t) => t; } }")]
    [InlineData("[WorkflowGen.Workflow] partial class P { } [WorkflowGen.Workflow] partial class P { public partial System.Threading.Tasks.ValueTask RunAsync(); [WorkflowGen.Step] void A() { } }")]
    [InlineData("[WorkflowGen.Workflow] partial class P { public partial System.Threading.Tasks.ValueTask<int> RunAsync(System.Span<int> s, ref int n, params int[] more); [WorkflowGen.Step] ref int A(in int s, out int x, __arglist) => throw null; }")]
    [InlineData("[WorkflowGen.Workflow] partial class P { public partial System.Threading.Tasks.ValueTask<int*> RunAsync(int* p); [WorkflowGen.Step] unsafe int* A(int* p) => p; }")]
    public void Odd_declarations(string source) => Survives(source);

    /// <summary>What makes a method a node makes none of RunAsync: its body is written once.</summary>
    [Theory]
    [InlineData("Step")]
    [InlineData("Signal")]
    [InlineData("HumanTask")]
    [InlineData("Delay(\"1s\")")]
    [InlineData("Child")]
    public void RunAsync_marked_as_a_node(string attribute)
    {
        var run = GeneratorRun.Of($$"""
            [Workflow("w")]
            public sealed partial class W
            {
                [{{attribute}}] public partial ValueTask<int> RunAsync(int n, CancellationToken cancellationToken = default);
                [Step] int A(int n) => n;
            }
            """);
        run.Clean();
        Assert.ThrowsAny<Exception>(() => run.Valid());
    }

    private static void Survives(string source)
    {
        var run = GeneratorRun.Of(LanguageVersion.CSharp12, source);
        foreach (var file in run.Files)
        {
            var errors = file.SyntaxTree.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).ToArray();
            Assert.True(errors.Length == 0, $"{errors.FirstOrDefault()}\nin\n{file.SourceText}\nfrom\n{source}");
        }
    }
}
