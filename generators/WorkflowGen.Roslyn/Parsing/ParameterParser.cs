using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Parsing;

/// <summary>Reads the parameters of steps and guards.</summary>
internal static class ParameterParser
{
    /// <param name="owner">What the parameters belong to, as messages name it: <c>step 'Charge'</c>.</param>
    public static EquatableArray<ParameterModel> Parse(ParseState state, IMethodSymbol method, string owner, Anchor anchor)
    {
        var parameters = ImmutableArray.CreateBuilder<ParameterModel>(method.Parameters.Length);
        foreach (var parameter in method.Parameters)
        {
            var model = Parse(state, parameter);
            if (model.IsUntyped)
                state.Report(RuleIds.UntypedHandoff, anchor with { Parameter = parameters.Count }, $"Parameter '{parameter.Name}' of {owner}", state.WorkflowName, $"'{model.Type.DisplayName}'");
            parameters.Add(model);
        }
        return new(parameters.MoveToImmutable());
    }

    private static ParameterModel Parse(ParseState state, IParameterSymbol parameter)
    {
        var type = parameter.Type;
        var kind = KnownTypes.IsCancellationToken(type) ? ParameterKind.CancellationToken
            : KnownTypes.IsStepContext(type) ? ParameterKind.StepContext
            : ParameterKind.Handoff;
        var untyped = UntypedTypes.IsUntyped(type);
        return new()
        {
            Name = parameter.Name,
            Type = state.Types.Describe(type),
            Kind = kind,
            IsUntyped = untyped,
            From = From(parameter),
            Candidates = kind == ParameterKind.Handoff && !untyped && !state.NoteUnknown(type)
                ? state.Relations.CandidatesFor(type)
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
