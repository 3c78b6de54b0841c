using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace WorkflowGen.Generators.Tests;

/// <summary>What an edit makes the generator do again, stage by stage.</summary>
public sealed class CachingTests
{
    private static readonly string[] s_stages = [PipelineStages.Model, PipelineStages.SimilarNames, PipelineStages.Source];

    [Fact]
    public void Unrelated_edit_leaves_every_stage_as_it_was()
    {
        var first = Compile(["A", "B", "C"], "class Unrelated;");
        var driver = GeneratorRun.Driver(first).RunGenerators(first);

        var second = Compile(["A", "B", "C"], "class Unrelated { int Field = 1; void Method() => Field++; }");
        var result = driver.RunGenerators(second).GetRunResult().Results.Single();

        foreach (var stage in s_stages)
            Assert.All(Reasons(result, stage), reason => Assert.True(IsUntouched(reason), $"{stage}: {reason}"));
        Assert.All(result.TrackedOutputSteps.SelectMany(s => s.Value).SelectMany(s => s.Outputs), o => Assert.Equal(IncrementalStepRunReason.Cached, o.Reason));
        Assert.Equal(3, result.GeneratedSources.Length);
    }

    [Fact]
    public void Edit_of_a_body_in_a_workflow_leaves_its_source_as_it_was()
    {
        var first = Compile(["A", "B"], "");
        var driver = GeneratorRun.Driver(first).RunGenerators(first);

        // Moved down and calculated otherwise: nothing that the generated half could know.
        var tree = first.SyntaxTrees[0];
        var edited = tree.GetText(TestContext.Current.CancellationToken).ToString().Replace("n + 1", "1 + n", StringComparison.Ordinal);
        var second = first.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText("// a comment\n\n" + edited, (CSharpParseOptions)tree.Options, tree.FilePath, cancellationToken: TestContext.Current.CancellationToken));
        var result = driver.RunGenerators(second).GetRunResult().Results.Single();

        Assert.All(Reasons(result, PipelineStages.Model), reason => Assert.True(IsUntouched(reason), $"{reason}"));
        Assert.All(Reasons(result, PipelineStages.Source), reason => Assert.True(IsUntouched(reason), $"{reason}"));
    }

    [Fact]
    public void Edit_of_one_of_many_workflows_generates_only_that_one_again()
    {
        string[] names = [.. Enumerable.Range(0, 50).Select(i => $"W{i}")];
        var first = Compile(names, "");
        var driver = GeneratorRun.Driver(first).RunGenerators(first);

        var tree = first.SyntaxTrees[17];
        var edited = tree.GetText(TestContext.Current.CancellationToken).ToString().Replace("Last", "End", StringComparison.Ordinal);
        var second = first.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(edited, (CSharpParseOptions)tree.Options, tree.FilePath, cancellationToken: TestContext.Current.CancellationToken));
        var result = driver.RunGenerators(second).GetRunResult().Results.Single();

        Assert.Equal(1, Reasons(result, PipelineStages.Model).Count(r => r == IncrementalStepRunReason.Modified));
        Assert.Equal(49, Reasons(result, PipelineStages.Model).Count(IsUntouched));
        Assert.Equal(1, Reasons(result, PipelineStages.Source).Count(r => r == IncrementalStepRunReason.Modified));
        Assert.Equal(49, Reasons(result, PipelineStages.Source).Count(r => r == IncrementalStepRunReason.Cached));
        Assert.All(Reasons(result, PipelineStages.SimilarNames), reason => Assert.True(IsUntouched(reason), $"{reason}"));
        Assert.Contains("_endAwaiter", result.GeneratedSources.Single(s => s.HintName == "N.W17.g.cs").SourceText.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_workflow_more_generates_only_that_one()
    {
        var first = Compile(["A", "B"], "");
        var driver = GeneratorRun.Driver(first).RunGenerators(first);
        var second = Compile(["A", "B", "C"], "");
        var result = driver.RunGenerators(second).GetRunResult().Results.Single();

        Assert.Equal(1, Reasons(result, PipelineStages.Source).Count(r => r == IncrementalStepRunReason.New));
        Assert.Equal(2, Reasons(result, PipelineStages.Source).Count(IsUntouched));
    }

    [Fact]
    public void Names_that_differ_in_case_get_files_that_do_not()
    {
        var run = GeneratorRun.Of(Workflow("Same"), Workflow("same"), Workflow("Other"));
        Assert.Equal(["N.Other.g.cs", "N.Same.g.cs", "N.same.2.g.cs"], run.Files.Select(f => f.HintName).Order(StringComparer.Ordinal));
    }

    /// <summary>Each snapshot has another part of the language in it: none of them may bring something into the model that is not compared by value.</summary>
    [Theory]
    [MemberData(nameof(SnapshotTests.Cases), MemberType = typeof(SnapshotTests))]
    public void Edits_beside_any_part_of_the_language_leave_every_stage_as_it_was(string name)
    {
        var source = SnapshotTests.Source(name);
        var first = GeneratorRun.Compile(LanguageVersion.CSharp12, source, "class Unrelated;");
        var driver = GeneratorRun.Driver(first).RunGenerators(first);
        Assert.NotEmpty(driver.GetRunResult().Results.Single().GeneratedSources);

        var second = GeneratorRun.Compile(LanguageVersion.CSharp12, "// a comment\n\n" + source, "class Unrelated { int Field = 1; }");
        var result = driver.RunGenerators(second).GetRunResult().Results.Single();

        foreach (var stage in s_stages)
            Assert.All(Reasons(result, stage), reason => Assert.True(IsUntouched(reason), $"{stage}: {reason}"));
        Assert.All(result.TrackedOutputSteps.SelectMany(s => s.Value).SelectMany(s => s.Outputs), o => Assert.Equal(IncrementalStepRunReason.Cached, o.Reason));
        HoldNothing(result);
    }

    [Fact]
    public void Stages_hold_nothing_of_a_compilation()
    {
        var compilation = Compile(["A", "B"], "");
        var result = GeneratorRun.Driver(compilation).RunGenerators(compilation).GetRunResult().Results.Single();
        HoldNothing(result);
    }

    private static void HoldNothing(GeneratorRunResult result)
    {
        var values = s_stages.SelectMany(stage => result.TrackedSteps[stage]).SelectMany(step => step.Outputs).Select(output => output.Value);
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        foreach (var value in values)
            Visit(value, seen);
        Assert.True(seen.Count > 10);
    }

    private static void Visit(object? value, HashSet<object> seen)
    {
        if (value is null or string || value.GetType() is { IsPrimitive: true } or { IsEnum: true } || (!value.GetType().IsValueType && !seen.Add(value)))
            return;
        Assert.False(value is ISymbol or SyntaxNode or SyntaxTree or Compilation or Location or SemanticModel, $"A stage holds on to a {value.GetType()}.");
        if (value is Array array)
        {
            foreach (var item in array)
                Visit(item, seen);
            return;
        }
        for (var type = value.GetType(); type is not null; type = type.BaseType)
        {
            foreach (var field in type.GetFields(System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.DeclaredOnly))
                Visit(field.GetValue(value), seen);
        }
    }

    private static IReadOnlyList<IncrementalStepRunReason> Reasons(GeneratorRunResult result, string stage) =>
        [.. result.TrackedSteps[stage].SelectMany(step => step.Outputs).Select(output => output.Reason)];

    private static bool IsUntouched(IncrementalStepRunReason reason) => reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged;

    private static CSharpCompilation Compile(string[] workflows, string more) =>
        GeneratorRun.Compile(LanguageVersion.CSharp12, [.. workflows.Select(Workflow), more]);

    private static string Workflow(string name) => $$"""
        namespace N;

        [Workflow("{{name}}")]
        public sealed partial class {{name}}
        {
            public partial ValueTask<int> RunAsync(int n, CancellationToken cancellationToken = default);

            [Step]
            private long First(int n) => n + 1;

            [Step]
            private async Task<int> Last(long first)
            {
                await Task.Yield();
                return (int)first;
            }
        }
        """;
}
