using Microsoft.CodeAnalysis;
using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Parsing;

/// <summary>Reads [Child]: which workflow it runs, and how that one's contract fits the method.</summary>
internal static class ChildParser
{
    public static StepModel Parse(ParseState state, IMethodSymbol method, StepModel step, Anchor anchor)
    {
        var detached = IsDetached(method);
        if (step.Parameters.Count > 0)
        {
            var first = ParameterParser.WithoutSources(state, step.Parameters[0], $"child '{step.Name}'", anchor with { Parameter = 0 }, "it says which workflow runs, and takes no value") with { Kind = ParameterKind.Workflow };
            step = step with { Parameters = step.Parameters.Select((p, i) => i == 0 ? first : p).ToEquatableArray() };
        }

        var complaint = WaitForms.Complaint(method) ?? WaitForms.ParameterComplaint(step);
        if (complaint is not null || WorkflowOf(state, method, out complaint) is not { } workflow)
        {
            if (complaint is not null)
                state.Report(RuleIds.InvalidChild, anchor.On("Child"), step.Name, complaint);
            return step;
        }

        var run = ContractOf(workflow);
        if (run is null)
        {
            state.Report(RuleIds.InvalidChild, anchor.On("Child"), step.Name, $"'{workflow.Name}' declares no RunAsync");
            return step;
        }
        var inputs = run.Parameters.Where(p => !KnownTypes.IsCancellationToken(p.Type)).ToList();
        var result = ReturnShapes.Of(run.ReturnType).Result;
        CheckInputs(state, method, step, inputs, workflow, anchor);
        if (ResultComplaint(state, method, result, workflow, detached) is { } mismatch)
            state.Report(RuleIds.InvalidChild, new(AnchorKind.StepResult, anchor.Index), step.Name, mismatch);

        return step with
        {
            Child = new(
                state.Types.Describe(workflow),
                detached,
                inputs.Select(p => state.Types.Describe(p.Type)).ToEquatableArray(),
                result is null ? null : state.Types.Describe(result),
                InstanceOf(state, workflow),
                run.Parameters.ToList().FindIndex(p => KnownTypes.IsCancellationToken(p.Type))),
        };
    }

    private static INamedTypeSymbol? WorkflowOf(ParseState state, IMethodSymbol method, out string? complaint)
    {
        complaint = null;
        if (method.Parameters.IsEmpty)
        {
            complaint = "it does not say which workflow it runs: its first parameter is the workflow's class";
            return null;
        }
        var type = method.Parameters[0].Type;
        if (state.NoteUnknown(type))
            return null;
        if (type is INamedTypeSymbol named && named.GetAttributes().Any(a => KnownTypes.LanguageAttribute(a) == "Workflow"))
            return named;
        complaint = $"its first parameter says which workflow it runs, and '{TypeDescriber.Display(type)}' is not marked [Workflow]";
        return null;
    }

    // From another assembly it comes compiled, and is no partial definition any more.
    private static IMethodSymbol? ContractOf(INamedTypeSymbol workflow)
    {
        var methods = workflow.GetMembers(RunMethodParser.Name).OfType<IMethodSymbol>()
            .Where(m => m is { MethodKind: MethodKind.Ordinary, IsStatic: false, IsGenericMethod: false, DeclaredAccessibility: Accessibility.Public }
                && ReturnShapes.Of(m.ReturnType).Shape is ReturnShape.ValueTask or ReturnShape.ValueTaskOfResult)
            .ToList();
        return methods.Find(m => m.IsPartialDefinition) ?? methods.FirstOrDefault();
    }

    private static void CheckInputs(ParseState state, IMethodSymbol method, StepModel step, List<IParameterSymbol> inputs, INamedTypeSymbol workflow, Anchor anchor)
    {
        var given = method.Parameters.Length - 1;
        if (given != inputs.Count)
        {
            var wanted = inputs.Count == 0 ? "takes no inputs" : $"takes {string.Join(", ", inputs.Select(p => $"'{TypeDescriber.Display(p.Type)} {p.Name}'"))}";
            state.Report(RuleIds.InvalidChild, anchor.On("Child"), step.Name, $"'{workflow.Name}' {wanted}, and the method hands over {given.ToString(System.Globalization.CultureInfo.InvariantCulture)} values after the workflow");
            return;
        }
        for (var i = 0; i < given; i++)
        {
            var parameter = method.Parameters[i + 1];
            if (state.NoteUnknown(parameter.Type) || state.NoteUnknown(inputs[i].Type) || step.Parameters[i + 1].Kind != ParameterKind.Handoff)
                continue;
            if (state.Relations.Relation(parameter.Type, inputs[i].Type) is not (HandoffConversion.Identity or HandoffConversion.Implicit))
                state.Report(RuleIds.InvalidChild, anchor with { Parameter = i + 1 }, step.Name, $"its parameter '{parameter.Name}' is '{TypeDescriber.Display(parameter.Type)}', which does not convert to the input '{inputs[i].Name}' of '{workflow.Name}' ('{TypeDescriber.Display(inputs[i].Type)}')");
        }
    }

    // The result is read from what the child wrote: it has to be of the same type, and not merely one that converts.
    private static string? ResultComplaint(ParseState state, IMethodSymbol method, ITypeSymbol? result, INamedTypeSymbol workflow, bool detached)
    {
        if (ReturnShapes.Of(method.ReturnType).Result is not { } expected || state.NoteUnknown(expected))
            return null;
        if (detached)
            return "it is detached: nobody waits for its result, so return Task";
        if (result is null)
            return $"'{workflow.Name}' hands nothing over: return Task";
        if (state.NoteUnknown(result))
            return null;
        return SymbolEqualityComparer.Default.Equals(TypeDescriber.Unwrap(expected), TypeDescriber.Unwrap(result)) && (TypeDescriber.MayBeNull(expected) || !TypeDescriber.MayBeNull(result))
            ? null
            : $"it returns '{TypeDescriber.Display(expected)}', and '{workflow.Name}' hands over '{TypeDescriber.Display(result)}'";
    }

    private static string? InstanceOf(ParseState state, INamedTypeSymbol workflow)
    {
        if (SymbolEqualityComparer.Default.Equals(workflow, state.Type))
            return "_workflow";
        foreach (var member in state.Type.GetMembers())
        {
            var type = member switch
            {
                IFieldSymbol { IsImplicitlyDeclared: false } field => field.Type,
                IPropertySymbol { IsIndexer: false, GetMethod: not null } property => property.Type,
                _ => null,
            };
            if (type is not null && SymbolEqualityComparer.Default.Equals(type, workflow))
                return member.IsStatic ? $"{TypeDescriber.Qualified(state.Type)}.{TypeDescriber.Escaped(member.Name)}" : $"_workflow.{TypeDescriber.Escaped(member.Name)}";
        }
        return !workflow.IsAbstract && workflow.InstanceConstructors.Any(c => c.Parameters.IsEmpty && RequiredMembers.FirstUnset(c) is null && state.Compilation.IsSymbolAccessibleWithin(c, state.Type))
            ? $"new {TypeDescriber.Qualified(workflow)}()"
            : null;
    }

    private static bool IsDetached(IMethodSymbol method)
    {
        foreach (var attribute in method.GetAttributes())
        {
            if (KnownTypes.LanguageAttribute(attribute) == "Child")
                return AttributeArguments.Named(attribute, "Detached")?.Value is true;
        }
        return false;
    }
}
