using Microsoft.CodeAnalysis;
using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Parsing;

/// <summary>Reads the parameters of steps and guards.</summary>
internal static class ParameterParser
{
    public static EquatableArray<ParameterModel> Parse(ParseState state, IMethodSymbol method) =>
        method.Parameters.Select(p => Parse(state, p)).ToEquatableArray();

    private static ParameterModel Parse(ParseState state, IParameterSymbol parameter)
    {
        var kind = KnownTypes.IsCancellationToken(parameter.Type) ? ParameterKind.CancellationToken
            : KnownTypes.IsStepContext(parameter.Type) ? ParameterKind.StepContext
            : ParameterKind.Handoff;
        return new()
        {
            Name = parameter.Name,
            Type = state.Types.Describe(parameter.Type),
            Kind = kind,
            From = From(parameter),
            Candidates = kind == ParameterKind.Handoff && !state.NoteUnknown(parameter.Type)
                ? state.Relations.CandidatesFor(parameter.Type)
                : EquatableArray<CandidateModel>.Empty,
        };
    }

    private static EquatableArray<string> From(IParameterSymbol parameter)
    {
        foreach (var attribute in parameter.GetAttributes())
        {
            if (KnownTypes.LanguageAttribute(attribute) == "From")
                return AttributeArguments.Strings(attribute).ToEquatableArray();
        }
        return EquatableArray<string>.Empty;
    }
}
