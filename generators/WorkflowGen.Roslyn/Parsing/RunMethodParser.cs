using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Parsing;

/// <summary>Reads the contract: <c>public partial ValueTask&lt;TOut&gt; RunAsync(TIn…, CancellationToken)</c>.</summary>
internal static class RunMethodParser
{
    public const string Name = "RunAsync";

    public static RunMethodModel? Parse(ParseState state)
    {
        var methods = state.Type.GetMembers(Name).OfType<IMethodSymbol>()
            .Where(m => m.MethodKind == MethodKind.Ordinary && !m.IsImplicitlyDeclared)
            .ToImmutableArray();
        if (methods.IsEmpty)
        {
            state.Report(RuleIds.RunMethodMissing, Anchor.Class, state.Type.Name);
            return null;
        }

        foreach (var other in methods)
            NoteUnfit(state, other);

        // An overload that is a plain method of the user's is allowed beside the declaration.
        var method = methods.FirstOrDefault(m => m.IsPartialDefinition) ?? methods[0];
        state.Run = method;
        if (methods.Count(m => m.IsPartialDefinition) > 1)
        {
            foreach (var other in methods.Where(m => m.IsPartialDefinition).Skip(1))
                state.Report(RuleIds.RunMethodForm, state.AnchorOf(other), state.Type.Name, "there are two of them, and a workflow has one contract");
        }

        if (Complaint(method, state.CancellationToken) is { } complaint)
        {
            if (!state.NoteUnknown(method.ReturnType))
                state.Report(RuleIds.RunMethodForm, Anchor.Run, state.Type.Name, complaint);
            return null;
        }

        state.UnfitRuns.RemoveAll(unfit => unfit.Parameters == ParameterTypes(method));
        var (_, result) = ReturnShapes.Of(method.ReturnType);
        state.RunResult = result;
        state.Inputs = method.Parameters.Where(p => !KnownTypes.IsCancellationToken(p.Type)).ToImmutableArray();
        foreach (var input in state.Inputs)
            state.NoteUnknown(input.Type);
        var token = method.Parameters.FirstOrDefault(p => KnownTypes.IsCancellationToken(p.Type));
        return new(Modifiers(method, state.CancellationToken), result is null ? null : state.Types.Describe(result), token?.Name, token?.Ordinal ?? state.Inputs.Length);
    }

    // What is not the contract still lacks a body, and the compiler would say so on top of what we say.
    private static void NoteUnfit(ParseState state, IMethodSymbol method)
    {
        if (!method.IsPartialDefinition || method.IsGenericMethod || method.ReturnsByRef || method.ReturnsByRefReadonly || PartialDeclarations.HasOwnImplementation(method)
            || method.Parameters.Any(p => p.Name.Length == 0 || KnownTypes.IsUnknown(p.Type)) || KnownTypes.IsUnknown(method.ReturnType))
        {
            return;
        }

        var types = ParameterTypes(method);
        if (state.UnfitRuns.Exists(other => other.Parameters == types))
            return;
        var parameters = string.Join(", ", method.Parameters.Select(p => $"{(p.IsParams ? "params " : "")}{PartialDeclarations.Reference(p.RefKind)}{state.Types.Describe(p.Type).FullName} @{p.Name}"));
        var modifiers = Modifiers(method, state.CancellationToken);
        state.UnfitRuns.Add((types, $"{modifiers}{(modifiers.Length == 0 ? "" : " ")}partial {state.Types.Describe(method.ReturnType).FullName} {Name}({parameters})"));
    }

    private static string ParameterTypes(IMethodSymbol method) =>
        string.Join(", ", method.Parameters.Select(p => $"{(p.RefKind == RefKind.None ? "" : "ref ")}{TypeDescriber.Qualified(p.Type)}"));

    private static string? Complaint(IMethodSymbol method, CancellationToken cancellationToken)
    {
        var declaration = method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) as MethodDeclarationSyntax;
        if (declaration is null || !declaration.Modifiers.Any(SyntaxKind.PartialKeyword))
            return "it is not partial: the generator writes its body";
        if (!method.IsPartialDefinition || PartialDeclarations.HasOwnImplementation(method))
            return "it has a body of its own: the generator writes it";
        if (method.DeclaredAccessibility != Microsoft.CodeAnalysis.Accessibility.Public)
            return "it is not public";
        if (method.IsStatic)
            return "it is static: a run calls the steps of an instance";
        if (method.IsGenericMethod)
            return "it is generic";
        if (method.RefKind != RefKind.None || ReturnShapes.Of(method.ReturnType).Shape is not (ReturnShape.ValueTask or ReturnShape.ValueTaskOfResult))
            return $"it returns '{TypeDescriber.Display(method.ReturnType)}' instead of ValueTask or ValueTask<TOut>";
        if (method.Parameters.FirstOrDefault(p => p.RefKind != RefKind.None) is { } byReference)
            return $"its parameter '{byReference.Name}' is passed by reference";
        if (method.Parameters.FirstOrDefault(p => p.IsParams) is { } variadic)
            return $"its parameter '{variadic.Name}' is a params list";
        if (method.Parameters.Count(p => KnownTypes.IsCancellationToken(p.Type)) > 1)
            return "it takes several cancellation tokens";
        if (method.Parameters.FirstOrDefault(p => KnownTypes.IsStepContext(p.Type)) is { } context)
            return $"its parameter '{context.Name}' is a StepContext, which belongs to one step";
        return null;
    }

    private static string Modifiers(IMethodSymbol method, CancellationToken cancellationToken) =>
        method.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken) is MethodDeclarationSyntax declaration
            ? string.Join(" ", declaration.Modifiers.Where(m => !m.IsKind(SyntaxKind.PartialKeyword)).Select(m => m.Text))
            : "public";
}
