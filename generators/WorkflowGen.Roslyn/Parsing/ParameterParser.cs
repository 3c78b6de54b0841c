using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Parsing;

/// <summary>Reads the parameters of nodes, guards and compensations.</summary>
internal static class ParameterParser
{
    /// <param name="owner">What the parameters belong to, as messages name it: <c>step 'Charge'</c>.</param>
    public static EquatableArray<ParameterModel> Parse(ParseState state, IMethodSymbol method, string owner, Anchor anchor)
    {
        var parameters = ImmutableArray.CreateBuilder<ParameterModel>(method.Parameters.Length);
        foreach (var parameter in method.Parameters)
        {
            var model = Parse(state, parameter, anchor with { Parameter = parameters.Count });
            if (model.IsUntyped)
                state.Report(RuleIds.UntypedHandoff, anchor with { Parameter = parameters.Count }, $"Parameter '{parameter.Name}' of {owner}", state.WorkflowName, $"'{model.Type.DisplayName}'");
            parameters.Add(model);
        }
        return new(parameters.MoveToImmutable());
    }

    /// <summary>What a parameter is by its type alone.</summary>
    public static ParameterKind KindOf(ITypeSymbol type) =>
        KnownTypes.IsCancellationToken(type) ? ParameterKind.CancellationToken
        : KnownTypes.IsStepContext(type) ? ParameterKind.StepContext
        : KnownTypes.IsStepFailure(type) ? ParameterKind.Failure
        : ParameterKind.Handoff;

    private static ParameterModel Parse(ParseState state, IParameterSymbol parameter, Anchor anchor)
    {
        var type = parameter.Type;
        var untyped = UntypedTypes.IsUntyped(type);
        var model = new ParameterModel
        {
            Name = parameter.Name,
            Type = state.Types.Describe(type),
            Kind = KindOf(type),
            IsUntyped = untyped,
        };

        var value = type;
        foreach (var attribute in parameter.GetAttributes())
        {
            switch (KnownTypes.LanguageAttribute(attribute))
            {
                case "From":
                    model = model with { From = AttributeArguments.Strings(attribute).ToEquatableArray() };
                    break;
                case "Previous":
                    model = model with { IsPrevious = true, Default = Defaults.Of(parameter) };
                    break;
                case "Each":
                    model = model with { Each = Each(attribute) };
                    break;
                case "FirstOf":
                    model = model with { Join = new(AttributeArguments.Strings(attribute).ToEquatableArray(), 1, IsList: false, Rest(attribute)) };
                    break;
                case "AnyOf":
                    var count = AttributeArguments.Constructor<int>(attribute, 0);
                    model = model with { Join = new(AttributeArguments.Strings(attribute).ToEquatableArray(), count, IsList: true, Rest(attribute)) };
                    value = ListItem(type) ?? value;
                    if (ListItem(type) is null && !state.NoteUnknown(type))
                        state.Report(RuleIds.InvalidJoin, anchor.On("AnyOf"), parameter.Name, $"[AnyOf] hands over a list: '{TypeDescriber.Display(type)}' is not an IReadOnlyList<T>");
                    break;
            }
        }

        if (model.Kind != ParameterKind.Handoff || untyped || state.NoteUnknown(type))
            return model;
        if (!SymbolEqualityComparer.IncludeNullability.Equals(value, type))
            model = model with { ValueType = state.Types.Describe(value) };
        return model with
        {
            Candidates = state.Relations.CandidatesFor(value),
            ElementCandidates = model.Each is null ? EquatableArray<CandidateModel>.Empty : state.Relations.ElementCandidatesFor(value),
        };
    }

    private static EachModel Each(AttributeData attribute) => new(
        AttributeArguments.Named(attribute, "MaxParallel")?.Value as int? ?? 0,
        AttributeArguments.Named(attribute, "Enough")?.Value as int? ?? 0,
        AttributeArguments.Named(attribute, "Until")?.Value as string,
        AttributeArguments.Named(attribute, "CompleteOn")?.Value as string,
        Rest(attribute));

    private static RestModel Rest(AttributeData attribute) =>
        (RestModel)(AttributeArguments.Named(attribute, "Rest")?.Value as int? ?? 0);

    private static ITypeSymbol? ListItem(ITypeSymbol type) => TypeDescriber.Unwrap(type) switch
    {
        INamedTypeSymbol
        {
            OriginalDefinition.SpecialType: SpecialType.System_Collections_Generic_IReadOnlyList_T
                or SpecialType.System_Collections_Generic_IReadOnlyCollection_T
                or SpecialType.System_Collections_Generic_IEnumerable_T
        } list => list.TypeArguments[0],
        _ => null,
    };
}
