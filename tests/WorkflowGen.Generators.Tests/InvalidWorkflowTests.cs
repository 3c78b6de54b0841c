using Microsoft.CodeAnalysis;

namespace WorkflowGen.Generators.Tests;

/// <summary>The analyzers say what is wrong with a workflow; the compiler has nothing to add because of what was or was not generated.</summary>
public sealed class InvalidWorkflowTests
{
    [Theory]
    [InlineData("public partial ValueTask<int> RunAsync(int n); [Step] int A(DateTime d) => 1;")]
    [InlineData("public partial ValueTask<int> RunAsync(int n, int m); [Step] int A(int p) => 1;")]
    [InlineData("public partial ValueTask<int> RunAsync(int n); [Step] long A(short s) => 1; [Step] short B(long l) => 1; [Step] int C(short s) => s;")]
    [InlineData("public partial ValueTask<int> RunAsync(int n, CancellationToken ct = default);")]
    [InlineData("public partial ValueTask<string> RunAsync(int n); [Step] int A(int p) => 1;")]
    [InlineData("public partial ValueTask RunAsync(); [Step] void A() { } private int _count; public int Next() => _count++;")]
    [InlineData("public partial ValueTask<int> RunAsync(object n); [Step] int A(object p) => 1;")]
    [InlineData("public partial ValueTask<int> RunAsync(Stream n); [Step] int A(Stream p) => 1;")]
    [InlineData("public partial ValueTask<int> RunAsync(int n); [Step, Retry(0)] int A(int p) => 1;")]
    [InlineData("public partial ValueTask<int> RunAsync(int n); [Step, Timeout(\"soon\")] int A(int p) => 1;")]
    [InlineData("public partial ValueTask<int> RunAsync(int n); [Step, When(\"Missing\")] int A(int p) => 1;")]
    [InlineData("public partial ValueTask<int> RunAsync(CancellationToken first, DateTime n); [Step] int A(int p) => 1;")]
    [InlineData("[Step] int A() => 1;")]
    [InlineData("internal partial ValueTask<int> RunAsync(int n, CancellationToken ct = default); [Step] int A(int n) => n;")]
    [InlineData("private partial ValueTask RunAsync(int @event); [Step] void A(int n) { }")]
    [InlineData("partial void RunAsync(int n); [Step] int A(int n) => n;")]
    [InlineData("public static partial ValueTask<int> RunAsync(int n); [Step] int A(int n) => n;")]
    [InlineData("public partial Task<int?> RunAsync(string? n); [Step] int? A(string? n) => 1;")]
    [InlineData("public partial int RunAsync(params int[] n); [Step] int A(int[] n) => 1;")]
    [InlineData("public partial ValueTask<int> RunAsync(in int n, ref int m, ref readonly int o); [Step] int A(int n) => 1;")]
    [InlineData("public partial ValueTask<int> RunAsync(int n); public partial ValueTask<int> RunAsync(string n); [Step] int A(int n) => n;")]
    [InlineData("public partial ValueTask<int> RunAsync(StepContext step); [Step] int A(StepContext step) => 1;")]
    public void Compiler_adds_nothing(string members)
    {
        var run = GeneratorRun.Of($$"""
            namespace Broken;

            [Workflow("broken")]
            public sealed partial class BrokenWorkflow
            {
                {{members}}
            }

            public static class Use
            {
                public static WorkflowGen.Execution.WorkflowDefinition Definition => DefinitionOf<BrokenWorkflow>();

                private static WorkflowGen.Execution.WorkflowDefinition DefinitionOf<T>() where T : class, WorkflowGen.Execution.IWorkflow<T> => T.Definition;
            }
            """);
        var errors = run.Compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(d => d.Severity == DiagnosticSeverity.Error).ToArray();
        Assert.True(errors.Length == 0, string.Join("\n", errors.Select(e => e.ToString())));
    }

    [Fact]
    public void Generic_workflow_gets_the_body_that_the_compiler_asks_for()
    {
        var run = GeneratorRun.Of("""
            [Workflow("generic")]
            public sealed partial class Generic<T>
            {
                public partial ValueTask<T> RunAsync(T value);

                [Step]
                private T Same(T value) => value;
            }
            """);
        Assert.DoesNotContain(run.Compilation.GetDiagnostics(TestContext.Current.CancellationToken), d => d.Severity == DiagnosticSeverity.Error);
    }
}
