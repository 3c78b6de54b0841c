using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace WorkflowGen.Analyzers.Determinism.Calls;

/// <summary>
/// What is assigned to a field, property or event anywhere in the compilation, and whether the object that a field holds is changed anywhere. An index by name over the syntax
/// is built when it is first asked for; only what has the right name is bound.
/// </summary>
internal sealed class Assignments(Compilation compilation)
{
    private readonly Lazy<(Dictionary<string, List<(ExpressionSyntax Left, ExpressionSyntax Right)>> Values, Dictionary<string, List<ExpressionSyntax>> Changes)> _index =
        new(() => Build(compilation), LazyThreadSafetyMode.ExecutionAndPublication);

    public IEnumerable<ExpressionSyntax> To(ISymbol member, Func<SyntaxTree, SemanticModel> model) =>
        _index.Value.Values.TryGetValue(member.Name, out var assignments)
            ? assignments.Where(a => Is(model, a.Left, member)).Select(a => a.Right)
            : [];

    /// <summary>Whether any code adds to, removes from or sets into the object that the field holds.</summary>
    public bool IsContentChanged(ISymbol member, Func<SyntaxTree, SemanticModel> model) =>
        _index.Value.Changes.TryGetValue(member.Name, out var changes) && changes.Any(c => !IsSettingUp(c) && Is(model, c, member) && IsChange(model, c));

    // X.Take(3) is a change of a BlockingCollection, and LINQ on an array; what a method of one's own changes is found in its body.
    private bool IsChange(Func<SyntaxTree, SemanticModel> model, ExpressionSyntax holder) =>
        holder.Parent is not MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access || call.Expression != access
        || (model(call.SyntaxTree).GetSymbolInfo(call).Symbol is IMethodSymbol method && Mutators.Is(method, compilation));

    // What a static constructor fills is complete before anyone else sees it.
    private static bool IsSettingUp(SyntaxNode change) =>
        change.FirstAncestorOrSelf<ConstructorDeclarationSyntax>()?.Modifiers.Any(SyntaxKind.StaticKeyword) == true;

    private static bool Is(Func<SyntaxTree, SemanticModel> model, ExpressionSyntax expression, ISymbol member) =>
        model(expression.SyntaxTree).GetSymbolInfo(expression).Symbol is { } symbol
        && SymbolEqualityComparer.Default.Equals(symbol.OriginalDefinition, member.OriginalDefinition);

    private static (Dictionary<string, List<(ExpressionSyntax, ExpressionSyntax)>>, Dictionary<string, List<ExpressionSyntax>>) Build(Compilation compilation)
    {
        var values = new Dictionary<string, List<(ExpressionSyntax, ExpressionSyntax)>>();
        var changes = new Dictionary<string, List<ExpressionSyntax>>();
        foreach (var tree in compilation.SyntaxTrees)
        {
            foreach (var node in tree.GetRoot().DescendantNodes())
            {
                switch (node)
                {
                    case AssignmentExpressionSyntax assignment:
                        Add(values, NameOf(assignment.Left), (assignment.Left, assignment.Right));
                        AddChange(changes, Holder(assignment.Left));
                        break;
                    case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax call } when Mutators.IsName(call.Name.Identifier.ValueText):
                        AddChange(changes, call.Expression);
                        break;
                    case PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PostDecrementExpression } postfix:
                        AddChange(changes, Holder(postfix.Operand));
                        break;
                    case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression } prefix:
                        AddChange(changes, Holder(prefix.Operand));
                        break;
                }
            }
        }

        return (values, changes);
    }

    // X in X[i] = … and X.P = …
    private static ExpressionSyntax? Holder(ExpressionSyntax target) => target switch
    {
        ElementAccessExpressionSyntax element => element.Expression,
        MemberAccessExpressionSyntax member => member.Expression,
        _ => null,
    };

    private static void AddChange(Dictionary<string, List<ExpressionSyntax>> changes, ExpressionSyntax? holder)
    {
        if (holder is not null)
        {
            Add(changes, NameOf(holder), holder);
        }
    }

    private static string? NameOf(ExpressionSyntax expression) => expression switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        _ => null,
    };

    private static void Add<T>(Dictionary<string, List<T>> map, string? name, T value)
    {
        if (name is null)
        {
            return;
        }

        if (!map.TryGetValue(name, out var list))
        {
            map.Add(name, list = []);
        }

        list.Add(value);
    }
}
