using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using WorkflowGen.Analyzers.Determinism.Calls;
using WorkflowGen.Roslyn;

namespace WorkflowGen.Analyzers.Determinism.Hazards;

/// <summary>Blocking on tasks, locks, and async void: what the table of names alone cannot tell.</summary>
internal static class BlockingHazards
{
    public static void Check(IOperation operation, HazardSink sink)
    {
        switch (operation)
        {
            case ILockOperation:
                sink.Add(new(RuleIds.Scheduling, "lock", Advice.Locks, Zone.Both, Use.LocationOf(operation)));
                break;
            case IAnonymousFunctionOperation { Symbol: { IsAsync: true, ReturnsVoid: true } lambda }:
                sink.Add(AsyncVoid(lambda, operation.Syntax.GetLocation()));
                break;
            case IPropertyReferenceOperation { Property: { Name: "Result" } result, Instance: { } task } when IsTask(result.ContainingType) && !IsKnownDone(task):
                sink.Add(new(RuleIds.Scheduling, $"{result.ContainingType.Name}.Result", Advice.Scheduling, Zone.Both, Use.LocationOf(operation)));
                break;
            case IInvocationOperation { TargetMethod: { Name: "GetResult", ContainingType: { } awaiter }, Instance: { } instance } when IsAwaiter(awaiter) && !IsKnownDone(instance):
                sink.Add(new(RuleIds.Scheduling, $"{awaiter.Name}.GetResult", Advice.Scheduling, Zone.Both, Use.LocationOf(operation)));
                break;
            case IInvocationOperation { TargetMethod: { Name: "BeginInvoke" or "EndInvoke", ContainingType.TypeKind: TypeKind.Delegate } method }:
                sink.Add(new(RuleIds.Scheduling, KnownApis.NameOf(method), Advice.Scheduling, Zone.Both, Use.LocationOf(operation)));
                break;
        }
    }

    public static Hazard AsyncVoid(IMethodSymbol method, Location at) =>
        new(RuleIds.Scheduling, method.MethodKind == MethodKind.AnonymousFunction ? "async void lambda" : $"async void {method.Name}", Advice.Scheduling, Zone.Both, at);

    public static Hazard Synchronized(IMethodSymbol method, Location at) =>
        new(RuleIds.Scheduling, $"MethodImplOptions.Synchronized of {method.Name}", Advice.Locks, Zone.Both, at);

    private static bool IsTask(INamedTypeSymbol type) => type.FullName() is "System.Threading.Tasks.Task" or "System.Threading.Tasks.ValueTask";

    private static bool IsAwaiter(INamedTypeSymbol type) =>
        type.FullName() is "System.Runtime.CompilerServices.TaskAwaiter" or "System.Runtime.CompilerServices.ValueTaskAwaiter"
            or "System.Runtime.CompilerServices.ConfiguredTaskAwaitable.ConfiguredTaskAwaiter"
            or "System.Runtime.CompilerServices.ConfiguredValueTaskAwaitable.ConfiguredValueTaskAwaiter";

    // Reading the result of a task that was awaited, made complete, or seen to be complete blocks nobody.
    private static bool IsKnownDone(IOperation task)
    {
        var inner = Task(task);
        if (inner is IInvocationOperation { TargetMethod: { Name: "FromResult" or "FromException" or "FromCanceled" } })
        {
            return true;
        }

        var source = inner switch
        {
            ILocalReferenceOperation local => local.Local,
            IParameterReferenceOperation parameter => (ISymbol)parameter.Parameter,
            _ => null,
        };
        var around = task.Syntax.Ancestors().FirstOrDefault(n => n is MemberDeclarationSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax);
        if (around is null || task.SemanticModel is null)
        {
            return false;
        }

        var awaited = around.DescendantNodes().OfType<AwaitExpressionSyntax>().Where(a => a.SpanStart < task.Syntax.SpanStart).ToArray();
        if (source is not null && awaited.Any(a => Mentions(a, source.Name)))
        {
            return true;
        }

        if (source is not null && task.Syntax.Ancestors().TakeWhile(n => n != around).Any(n => IsGuard(n, source.Name)))
        {
            return true;
        }

        // await Task.WhenAll(tasks), then tasks.Select(t => t.Result), tasks[0].Result, foreach (var t in tasks) …
        return (source is null ? inner is IArrayElementReferenceOperation or IPropertyReferenceOperation { Property.IsIndexer: true } : source is IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } } || IsLoopVariable(source))
            && awaited.Any(a => a.DescendantNodes().OfType<SimpleNameSyntax>().Any(n => n.Identifier.ValueText == "WhenAll"));
    }

    private static IOperation Task(IOperation operation)
    {
        var inner = Use.Unconverted(operation);
        while (inner is IInvocationOperation { Instance: { } instance, TargetMethod.Name: "GetAwaiter" or "ConfigureAwait" })
        {
            inner = Use.Unconverted(instance);
        }

        return inner;
    }

    private static bool IsLoopVariable(ISymbol symbol) => symbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is CommonForEachStatementSyntax;

    private static bool IsGuard(SyntaxNode node, string name)
    {
        var condition = node switch
        {
            IfStatementSyntax statement => statement.Condition,
            ConditionalExpressionSyntax conditional => conditional.Condition,
            _ => null,
        };
        return condition is not null && condition.DescendantNodesAndSelf().OfType<MemberAccessExpressionSyntax>().Any(m =>
            m.Name.Identifier.ValueText is "IsCompletedSuccessfully" or "IsCompleted" && m.Expression is IdentifierNameSyntax id && id.Identifier.ValueText == name);
    }

    private static bool Mentions(SyntaxNode node, string name) => node.DescendantNodes().OfType<IdentifierNameSyntax>().Any(n => n.Identifier.ValueText == name);
}
