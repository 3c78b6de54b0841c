using Microsoft.CodeAnalysis;
using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Parsing;

/// <summary>Reads a method that is a node.</summary>
internal static class StepParser
{
    public static StepModel Parse(ParseState state, IMethodSymbol method, int index, NodeKindModel kind)
    {
        var anchor = Anchor.Step(index);
        var result = ReturnShapes.ResultOf(method, kind);
        var step = new StepModel
        {
            Name = method.Name,
            Kind = kind,
            IsStatic = method.IsStatic,
            Access = StepAccess.Of(method),
            Returns = ReturnShapes.Of(method.ReturnType).Shape,
            Result = result is null ? null : state.Types.Describe(result),
            Parameters = ParameterParser.Parse(state, method, $"{NodeWords.Of(kind)} '{method.Name}'", anchor),
            PartialDeclaration = kind is NodeKindModel.Step or NodeKindModel.Stream ? null : PartialDeclarations.Of(state, method),
        };
        step = step with { Handoff = step is { IsEach: true, Result: not null } ? state.Types.Describe(state.Relations.ListOf(result!)) : step.Result };
        CheckForm(state, method, index, kind);
        step = kind switch
        {
            NodeKindModel.Signal => SignalParser.Parse(state, method, step, anchor),
            NodeKindModel.Delay => DelayParser.Parse(state, method, step, anchor),
            NodeKindModel.Child => ChildParser.Parse(state, method, step, anchor),
            _ => DelayParser.StartsLater(state, method, step, anchor),
        };
        return TraitParser.Parse(state, method, step, anchor);
    }

    private static void CheckForm(ParseState state, IMethodSymbol method, int index, NodeKindModel kind)
    {
        if (Complaint(method, kind) is { } complaint)
            state.Report(RuleIds.StepForm, Anchor.Step(index), method.Name, state.WorkflowName, complaint);
        for (var i = 0; i < method.Parameters.Length; i++)
        {
            var parameter = method.Parameters[i];
            var problem = parameter switch
            {
                { RefKind: not RefKind.None } => $"its parameter '{parameter.Name}' is passed by reference",
                { IsParams: true } => $"its parameter '{parameter.Name}' is a params list",
                { Type.TypeKind: TypeKind.Pointer or TypeKind.FunctionPointer } => $"its parameter '{parameter.Name}' is a pointer",
                { Type.IsRefLikeType: true } => $"its parameter '{parameter.Name}' is a ref struct",
                _ => null,
            };
            if (problem is not null)
                state.Report(RuleIds.StepForm, Anchor.StepParameter(index, i), method.Name, state.WorkflowName, problem);
        }

        var returned = method.ReturnType;
        if (kind == NodeKindModel.Step && !method.ReturnsVoid && ReturnShapes.Of(returned).Shape == ReturnShape.Value && IsAwaitableOrStream(returned, state.CancellationToken))
            state.Report(RuleIds.StepReturnType, new(AnchorKind.StepResult, index), method.Name, TypeDescriber.Display(returned));
    }

    private static string? Complaint(IMethodSymbol method, NodeKindModel kind)
    {
        if (method.Name == RunMethodParser.Name)
            return "RunAsync is the run itself";
        if (method.IsGenericMethod)
            return "it is generic, and a handoff has one type";
        if (method.IsAbstract)
            return "it is abstract";
        if (method.IsExtern)
            return "it is extern";
        if (method.IsPartialDefinition && kind is NodeKindModel.Step or NodeKindModel.Stream)
            return "it is partial: the generator writes no body for a step";
        if (method.IsVararg)
            return "it takes a variable argument list";
        if (method.RefKind != RefKind.None)
            return "it returns by reference";
        if (method is { IsAsync: true, ReturnsVoid: true })
            return "it is async void: nobody could wait for it; return Task";
        return null;
    }

    // Task and ValueTask were told apart before: what is left would be handed over unfinished.
    private static bool IsAwaitableOrStream(ITypeSymbol type, CancellationToken cancellationToken)
    {
        if (type is IErrorTypeSymbol)
            return false;
        if (DeclaredMembers.NameNoBase(type, cancellationToken))
            return IsAsyncStream(type) || DeclaredMembers.HaveAwaiter(type, cancellationToken);
        if (IsAsyncStream(type) || type.AllInterfaces.Any(IsAsyncStream))
            return true;
        for (var current = type; current is { SpecialType: SpecialType.None }; current = current.BaseType)
        {
            if (DeclaredMembers.HaveAwaiter(current, cancellationToken))
                return true;
        }
        return false;
    }

    private static bool IsAsyncStream(ITypeSymbol type) =>
        type.Name is "IAsyncEnumerable" or "IAsyncEnumerator" && KnownTypes.IsIn(type, "System", "Collections", "Generic");
}
