using Microsoft.CodeAnalysis;
using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Parsing;

/// <summary>Reads [Delay]: a node of its own, by a duration or by a method that says until when, or a step that starts later.</summary>
internal static class DelayParser
{
    public static StepModel Parse(ParseState state, IMethodSymbol method, StepModel step, Anchor anchor)
    {
        var text = Duration(method, out _);
        var ticks = PolicyParser.Duration(state, text, anchor.On("Delay", "duration"), step.Name, zeroAllowed: true);
        var computed = text is null && !method.IsPartialDefinition;
        if (Complaint(state, method, step, text) is { } complaint)
            state.Report(RuleIds.InvalidDelay, anchor.On("Delay"), step.Name, complaint);
        return step with { Delay = text is null ? null : ticks ?? 0, DelayIsUntil = computed && IsMoment(method.ReturnType) };
    }

    /// <summary>A duration on a step.</summary>
    public static StepModel StartsLater(ParseState state, IMethodSymbol method, StepModel step, Anchor anchor)
    {
        var text = Duration(method, out var isThere);
        if (!isThere)
            return step;
        if (text is null)
            state.Report(RuleIds.InvalidDelay, anchor.On("Delay"), step.Name, "it is a step, and [Delay] does not say how much later it starts");
        else if (step.Kind == NodeKindModel.Stream)
            state.Report(RuleIds.InvalidDelay, anchor.On("Delay"), step.Name, "it is a stream, which starts when somebody takes from it");
        return step with { Delay = PolicyParser.Duration(state, text, anchor.On("Delay", "duration"), step.Name, zeroAllowed: true) };
    }

    private static string? Complaint(ParseState state, IMethodSymbol method, StepModel step, string? text)
    {
        if (text is not null)
        {
            if (WaitForms.Complaint(method) is { } form)
                return form;
            return ReturnShapes.Of(method.ReturnType).Result is null ? WaitForms.ParameterComplaint(step) : "a delay hands nothing over: return Task";
        }
        if (method.IsPartialDefinition)
            return "it says neither how long it waits nor until when: give [Delay] a duration, or the method a body";
        if (!IsSpan(method.ReturnType) && !IsMoment(method.ReturnType))
            return state.NoteUnknown(method.ReturnType) ? null : $"it returns '{TypeDescriber.Display(method.ReturnType)}' instead of a TimeSpan to wait or a DateTimeOffset to wait for";
        return WaitForms.ParameterComplaint(step);
    }

    private static string? Duration(IMethodSymbol method, out bool isThere)
    {
        isThere = false;
        foreach (var attribute in method.GetAttributes())
        {
            if (KnownTypes.LanguageAttribute(attribute) != "Delay")
                continue;
            isThere = true;
            return AttributeArguments.Constructor<string>(attribute, 0);
        }
        return null;
    }

    private static bool IsSpan(ITypeSymbol type) => type.Name == "TimeSpan" && KnownTypes.IsIn(type, "System");

    private static bool IsMoment(ITypeSymbol type) => type.Name == "DateTimeOffset" && KnownTypes.IsIn(type, "System");
}
