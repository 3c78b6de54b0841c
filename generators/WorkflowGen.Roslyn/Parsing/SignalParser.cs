using Microsoft.CodeAnalysis;
using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Parsing;

/// <summary>Reads [Signal] and [HumanTask].</summary>
internal static class SignalParser
{
    public static StepModel Parse(ParseState state, IMethodSymbol method, StepModel step, Anchor anchor)
    {
        var signal = new SignalModel(null, Buffered: true, IsStream: ReturnShapes.StreamItem(method.ReturnType) is not null, Title: null);
        var name = "Signal";
        foreach (var attribute in method.GetAttributes())
        {
            if (KnownTypes.LanguageAttribute(attribute) is not { } found || found is not ("Signal" or "HumanTask"))
                continue;
            name = found;
            var before = signal.Timeout;
            var timeout = PolicyParser.Duration(state, AttributeArguments.Named(attribute, "Timeout")?.Value as string, anchor.On(found, "Timeout"), step.Name, zeroAllowed: false);
            signal = signal with
            {
                Timeout = timeout ?? signal.Timeout,
                Buffered = AttributeArguments.Named(attribute, "Buffered")?.Value as bool? ?? signal.Buffered,
                Title = found == "HumanTask" ? AttributeArguments.Named(attribute, "Title")?.Value as string ?? signal.Title ?? step.Name : signal.Title,
            };
            if (before is not null && timeout is not null && before != timeout)
                state.Report(RuleIds.InvalidSignal, anchor.On(found, "Timeout"), step.Name, "[Signal] and [HumanTask] give it different timeouts: leave one");
        }
        if (method.ReturnType is { } type && ReturnShapes.ResultOf(method, NodeKindModel.Signal) is { } sent && !state.NoteUnknown(type))
            signal = signal with { Access = AccessOf(state, sent) ?? signal.Access };

        if (Complaint(state, method, step, signal) is { } complaint)
            state.Report(RuleIds.InvalidSignal, anchor.On(name), step.Name, complaint);
        else if (signal is { Timeout: not null, IsStream: false } && step.Result is { MayBeNull: false } result && !state.NoteUnknown(method.ReturnType))
            state.Report(Finding.Of(RuleIds.InvalidSignal, new(AnchorKind.StepResult, anchor.Index), step.Name, $"it has a timeout, after which its value is null: return '{result.DisplayName}?'") with { Choices = new[] { "nullable" }.ToEquatableArray() });
        return step with { Signal = signal };
    }

    private static string? Complaint(ParseState state, IMethodSymbol method, StepModel step, SignalModel signal)
    {
        if (WaitForms.Complaint(method) is { } form)
            return form;
        if (step.Result is null)
            return "it hands nothing over: return what the sender sends";
        if (signal is { IsStream: true, Title: not null })
            return "a human task is done once: return one value, and no stream";
        if (signal is { Title: not null } && string.IsNullOrWhiteSpace(signal.Title))
            return "its title is blank: leave it out, and the task is called as the method is";
        if (!signal.IsStream && ReturnShapes.StreamItem(ReturnShapes.Of(method.ReturnType).Result!) is not null)
            return "it returns a task of a stream: return the stream itself";
        var sent = ReturnShapes.ResultOf(method, NodeKindModel.Signal)!;
        if (!KnownTypes.IsUnknown(sent) && AccessOf(state, sent) is null)
            return $"'{step.Result.DisplayName}' cannot be reached by the generated client beside the workflow, through which it is sent: make it internal or public";
        return WaitForms.ParameterComplaint(step);
    }

    // The client stands beside the workflow. Where both are hidden in a type around them, so may be what is sent.
    private static string? AccessOf(ParseState state, ITypeSymbol sent)
    {
        if (StepAccess.Of(sent) is { } access)
            return access;
        var isHidden = state.Type is { ContainingType: not null, DeclaredAccessibility: Accessibility.Private };
        return isHidden && IsReachable(state.Compilation, sent, state.Type.ContainingType!) ? "public" : null;
    }

    private static bool IsReachable(Compilation compilation, ITypeSymbol type, INamedTypeSymbol from) => type switch
    {
        IArrayTypeSymbol array => IsReachable(compilation, array.ElementType, from),
        INamedTypeSymbol named => compilation.IsSymbolAccessibleWithin(named.OriginalDefinition, from) && named.TypeArguments.All(a => IsReachable(compilation, a, from)),
        _ => true,
    };
}
