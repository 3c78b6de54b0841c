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
            var model = Parse(state, parameter, owner, anchor with { Parameter = parameters.Count });
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

    private static ParameterModel Parse(ParseState state, IParameterSymbol parameter, string owner, Anchor anchor)
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
                    model = model with { From = AttributeArguments.Names(attribute).ToEquatableArray() };
                    break;
                case "Previous":
                    model = model with { IsPrevious = true, Default = Defaults.Of(parameter) };
                    break;
                case "Each":
                    model = model with { Each = Each(state, attribute, parameter.Name, anchor.On("Each")) };
                    break;
                case "FirstOf":
                    model = Join(new(AttributeArguments.Strings(attribute).ToEquatableArray(), 1, IsList: false, Rest(state, attribute, parameter.Name, anchor.On("FirstOf"))));
                    break;
                case "AnyOf":
                    var count = AttributeArguments.Constructor<int>(attribute, 0);
                    model = Join(new(AttributeArguments.Strings(attribute).ToEquatableArray(), count, IsList: true, Rest(state, attribute, parameter.Name, anchor.On("AnyOf"))));
                    value = ListItem(type) ?? value;
                    if (ListItem(type) is null && !state.NoteUnknown(type))
                        state.Report(RuleIds.InvalidJoin, anchor.On("AnyOf"), parameter.Name, $"[AnyOf] hands over a list: '{TypeDescriber.Display(type)}' is not an IReadOnlyList<T>");
                    break;
            }
        }

        if (model.Kind != ParameterKind.Handoff)
            return WithoutSources(state, model, owner, anchor, $"a {type.Name} comes from the run, and not from a step");
        if (untyped || state.NoteUnknown(type))
            return model;
        if (!SymbolEqualityComparer.IncludeNullability.Equals(value, type))
            model = model with { ValueType = state.Types.Describe(value) };
        return model with
        {
            Candidates = state.Relations.CandidatesFor(value),
            ElementCandidates = model.Each is null ? EquatableArray<CandidateModel>.Empty : state.Relations.ElementCandidatesFor(value),
        };

        ParameterModel Join(JoinModel join)
        {
            if (model.Join is not null)
                state.Report(RuleIds.InvalidJoin, anchor.On(join.IsList ? "AnyOf" : "FirstOf"), parameter.Name, "it is either the first result ([FirstOf]) or several of them ([AnyOf]): leave one of the two");
            return model with { Join = join };
        }
    }

    /// <summary>A parameter that takes nothing from a step: attributes that say from which are reported, and count for nothing.</summary>
    public static ParameterModel WithoutSources(ParseState state, ParameterModel parameter, string owner, Anchor anchor, string reason)
    {
        if (anchor.Kind == AnchorKind.Step)
        {
            if (parameter.From.Count > 0)
                state.Report(RuleIds.UnknownSource, anchor.On("From"), parameter.Name, owner, parameter.From[0], $"cannot be: {reason}");
            if (parameter.IsPrevious)
                state.Report(RuleIds.InvalidPrevious, anchor.On("Previous"), parameter.Name, reason);
            if (parameter.Each is not null)
                state.Report(RuleIds.InvalidEach, anchor.On("Each"), parameter.Name, owner, reason);
            if (parameter.Join is { IsList: var isList })
                state.Report(RuleIds.InvalidJoin, anchor.On(isList ? "AnyOf" : "FirstOf"), parameter.Name, reason);
        }
        return parameter with { From = default, IsPrevious = false, Each = null, Join = null, Candidates = default, ElementCandidates = default };
    }

    private static EachModel Each(ParseState state, AttributeData attribute, string parameter, Anchor anchor) => new(
        AttributeArguments.Named(attribute, "MaxParallel")?.Value as int? ?? 0,
        AttributeArguments.Named(attribute, "Enough")?.Value as int? ?? 0,
        AttributeArguments.Named(attribute, "Until")?.Value as string,
        AttributeArguments.Named(attribute, "CompleteOn")?.Value as string,
        Rest(state, attribute, parameter, anchor));

    private static RestModel Rest(ParseState state, AttributeData attribute, string parameter, Anchor anchor) =>
        (RestModel)EnumValues.Read(state, AttributeArguments.Named(attribute, "Rest")?.Value as int? ?? 0, EnumValues.Rest, anchor.On(anchor.Attribute!, "Rest"), parameter);

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
