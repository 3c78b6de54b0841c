using Microsoft.CodeAnalysis;
using WorkflowGen.Roslyn.Graph;
using WorkflowGen.Roslyn.Model;
using WorkflowGen.Roslyn.Parsing;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Graph;

/// <summary>The model and graph of the one workflow in a source.</summary>
internal static class Parsed
{
    /// <param name="name">The class's, where there are several.</param>
    public static (WorkflowModel Model, WorkflowGraph Graph) Workflow(string source, string? name = null)
    {
        var compilation = TestCompilation.Create(source);
        var errors = TestCompilation.Errors(compilation);
        Assert.True(errors.Count == 0, $"The test's own source does not compile:\n{string.Join("\n", errors)}");
        var type = Types(compilation.Assembly.GlobalNamespace).Single(t => t.GetAttributes().Any(a => a.AttributeClass?.Name == "WorkflowAttribute") && (name is null || t.Name == name));
        var model = WorkflowParser.Parse(type, compilation, CancellationToken.None);
        return (model, WorkflowGraph.Build(model));
    }

    /// <summary>The bindings of a step, as <c>parameter ← source</c>.</summary>
    public static IEnumerable<string> Edges(WorkflowModel model, WorkflowGraph graph) =>
        from node in graph.Nodes
        let step = model.Steps[node.Index]
        from i in Enumerable.Range(0, step.Parameters.Count)
        select $"{step.Name}.{step.Parameters[i].Name} ← {Source(model, node.Bindings[i])}";

    private static string Source(WorkflowModel model, Binding binding) => binding.Kind switch
    {
        BindingKind.Input => model.Inputs[binding.Index].Name,
        BindingKind.Step => model.Steps[binding.Index].Name,
        var kind => kind.ToString(),
    };

    internal static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol container) =>
        container.GetMembers().OfType<INamespaceOrTypeSymbol>()
            .SelectMany(m => m is INamedTypeSymbol type ? Types(type).Prepend(type) : Types(m));
}
