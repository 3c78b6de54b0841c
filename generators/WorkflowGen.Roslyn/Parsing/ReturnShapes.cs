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
}
