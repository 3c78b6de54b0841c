using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WorkflowGen.Roslyn.Graph;
using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.CodeFixes.Repairs;

/// <summary>Makes the type of what a step hands over nullable, and with it those of the parameters that its value comes to.</summary>
internal static class Takers
{
    /// <summary>One repair for the steps and guards that take it, and one that lets the run have no result, too.</summary>
    public static IEnumerable<Repair> Nullable(Fault fault, string title, (SyntaxNode Old, SyntaxNode New)[] edits)
    {
        var types = Of(fault).OfType<TypeSyntax>().Where(t => t is not NullableTypeSyntax).Distinct().Select(t => ((SyntaxNode)t, (SyntaxNode)Nullable(t))).ToArray();
        var repair = new Repair(title, edits).And(types);
        yield return repair;

        // Where the value is the run's result, the run can end without one.
        if (RunResult(fault) is { } result)
            yield return repair.And((result, Nullable(result)));
    }

    public static NullableTypeSyntax Nullable(TypeSyntax type) => SyntaxFactory.NullableType(type.WithoutTrailingTrivia()).WithTrailingTrivia(type.GetTrailingTrivia());

    /// <summary>The type that RunAsync promises, where it is not nullable.</summary>
    public static TypeSyntax? RunResult(Fault fault)
    {
        var returned = fault.Declaration<MethodDeclarationSyntax>(fault.Inspection.Symbols.Run)?.ReturnType;
        return (returned is QualifiedNameSyntax qualified ? qualified.Right : returned) is GenericNameSyntax { TypeArgumentList.Arguments: { Count: 1 } arguments } && arguments[0] is not NullableTypeSyntax ? arguments[0] : null;
    }

    private static IEnumerable<TypeSyntax?> Of(Fault fault)
    {
        foreach (var node in fault.Graph.Nodes)
        {
            foreach (var type in Taking(node, node.Bindings, fault.Inspection.Symbols.Steps[node.Index]))
                yield return type;
            foreach (var use in node.Guards.Concat(new[] { node.Each?.Until }.OfType<GuardUse>()))
            {
                foreach (var type in Taking(node, use.Bindings, fault.Inspection.Symbols.Guards[use.Guard]))
                    yield return type;
            }
        }
        foreach (var loop in fault.Graph.Loops)
        {
            if (loop.While is not { } again)
                continue;
            foreach (var type in Taking(fault.Graph.Nodes[loop.End], again.Bindings, fault.Inspection.Symbols.Guards[again.Guard]))
                yield return type;
        }

        IEnumerable<TypeSyntax?> Taking(GraphNode node, IReadOnlyList<Binding> bindings, IMethodSymbol taker) =>
            Enumerable.Range(0, bindings.Count).Where(p => Takes(node, bindings[p])).Select(p => fault.Declaration<ParameterSyntax>(taker.Parameters[p])?.Type);

        bool Takes(GraphNode node, Binding binding) => binding.Kind switch
        {
            BindingKind.Step => binding.Index == fault.Step,
            BindingKind.Join => !node.Joins[binding.Index].IsList && node.Joins[binding.Index].Members.Any(m => m.Index == fault.Step),
            _ => false,
        };
    }
}
