using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Parsing;

/// <summary>Reads a method marked [Step].</summary>
internal static class StepParser
{
    public static StepModel Parse(ParseState state, IMethodSymbol method, int index)
    {
        var (shape, result) = ReturnShapes.Of(method.ReturnType);
        var step = new StepModel
        {
            Name = method.Name,
            IsStatic = method.IsStatic,
            Returns = shape,
            Result = result is null ? null : state.Types.Describe(result),
            Parameters = ParameterParser.Parse(state, method, $"step '{method.Name}'", Anchor.Step(index)),
        };

        var after = ImmutableArray.CreateBuilder<string>();
        var guards = ImmutableArray.CreateBuilder<string>();
        CheckForm(state, method, index);
        foreach (var attribute in method.GetAttributes())
        {
            var name = KnownTypes.LanguageAttribute(attribute);
            switch (name)
            {
                case "After":
                    after.AddRange(AttributeArguments.Strings(attribute));
                    break;
                case "When":
                    guards.AddRange(AttributeArguments.Strings(attribute));
                    break;
                case "Output":
                    step = step with { IsOutput = true };
                    break;
                case "Retry":
                    step = step with { Retry = PolicyParser.Retry(state, attribute, Anchor.Step(index).On(name), step.Name) };
                    break;
                case "Timeout":
                    var (perAttempt, total) = PolicyParser.Timeout(state, attribute, Anchor.Step(index).On(name), step.Name);
                    step = step with { AttemptTimeout = perAttempt, TotalTimeout = total };
                    break;
                case "Idempotency":
                    step = step with { Idempotency = (IdempotencyKind)AttributeArguments.Constructor<int>(attribute, 0) };
                    break;
            }
        }

        return step with { After = after.ToEquatableArray(), Guards = guards.ToEquatableArray() };
    }

    private static void CheckForm(ParseState state, IMethodSymbol method, int index)
    {
        if (Complaint(method) is { } complaint)
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
        if (!method.ReturnsVoid && ReturnShapes.Of(returned).Shape == ReturnShape.Value && IsAwaitableOrStream(returned, state.CancellationToken))
            state.Report(RuleIds.StepReturnType, new(AnchorKind.StepResult, index), method.Name, TypeDescriber.Display(returned));
    }

    private static string? Complaint(IMethodSymbol method)
    {
        if (method.Name == RunMethodParser.Name)
            return "RunAsync is the run itself";
        if (method.IsGenericMethod)
            return "it is generic, and a handoff has one type";
        if (method.IsAbstract)
            return "it is abstract";
        if (method.IsExtern)
            return "it is extern";
        if (method.IsPartialDefinition)
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
