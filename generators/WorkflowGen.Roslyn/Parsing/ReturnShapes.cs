using Microsoft.CodeAnalysis;
using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Parsing;

/// <summary>What a method hands over, behind the task it may return.</summary>
internal static class ReturnShapes
{
    public static (ReturnShape Shape, ITypeSymbol? Result) Of(ITypeSymbol type)
    {
        if (type.SpecialType == SpecialType.System_Void)
            return (ReturnShape.Void, null);
        if (KnownTypes.IsTaskLike(type, "Task", 0))
            return (ReturnShape.Task, null);
        if (KnownTypes.IsTaskLike(type, "ValueTask", 0))
            return (ReturnShape.ValueTask, null);
        if (KnownTypes.IsTaskLike(type, "Task", 1))
            return (ReturnShape.TaskOfResult, ((INamedTypeSymbol)type).TypeArguments[0]);
        if (KnownTypes.IsTaskLike(type, "ValueTask", 1))
            return (ReturnShape.ValueTaskOfResult, ((INamedTypeSymbol)type).TypeArguments[0]);
        return (ReturnShape.Value, type);
    }

    /// <summary>The T of an IAsyncEnumerable&lt;T&gt;, or null.</summary>
    public static ITypeSymbol? StreamItem(ITypeSymbol type) =>
        type is INamedTypeSymbol { Name: "IAsyncEnumerable", Arity: 1 } stream && KnownTypes.IsIn(stream, "System", "Collections", "Generic") ? stream.TypeArguments[0] : null;

    /// <summary>What a node hands over, per element where it runs once for each: the item of a stream, the T of a task, nothing of a delay.</summary>
    public static ITypeSymbol? ResultOf(IMethodSymbol method, NodeKindModel kind)
    {
        if (kind == NodeKindModel.Delay)
            return null;
        var (_, result) = Of(method.ReturnType);
        return result is not null && kind is NodeKindModel.Signal or NodeKindModel.Stream && StreamItem(result!) is { } item ? item : result;
    }
}
