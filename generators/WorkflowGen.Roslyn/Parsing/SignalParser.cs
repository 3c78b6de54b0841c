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
            var timeout = PolicyParser.Duration(state, AttributeArguments.Named(attribute, "Timeout")?.Value as string, anchor.On(found, "Timeout"), step.Name, zeroAllowed: false);
            signal = signal with
            {
                Timeout = timeout ?? signal.Timeout,
                Buffered = AttributeArguments.Named(attribute, "Buffered")?.Value as bool? ?? signal.Buffered,
                Title = found == "HumanTask" ? AttributeArguments.Named(attribute, "Title")?.Value as string ?? signal.Title ?? step.Name : signal.Title,
            };
        }

        if (Complaint(method, step, signal) is { } complaint)
            state.Report(RuleIds.InvalidSignal, anchor.On(name), step.Name, complaint);
        else if (signal is { Timeout: not null, IsStream: false } && step.Result is { MayBeNull: false } result && !state.NoteUnknown(method.ReturnType))
            state.Report(Finding.Of(RuleIds.InvalidSignal, new(AnchorKind.StepResult, anchor.Index), step.Name, $"it has a timeout, after which its value is null: return '{result.DisplayName}?'") with { Choices = new[] { "nullable" }.ToEquatableArray() });
        return step with { Signal = signal };
    }

    private static string? Complaint(IMethodSymbol method, StepModel step, SignalModel signal)
    {
        if (WaitForms.Complaint(method) is { } form)
            return form;
        if (step.Result is null)
            return "it hands nothing over: return what the sender sends";
        if (signal is { IsStream: true, Title: not null })
            return "a human task is done once: return one value, and no stream";
        return WaitForms.ParameterComplaint(step);
    }
}
