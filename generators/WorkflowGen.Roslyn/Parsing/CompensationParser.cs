using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Parsing;

/// <summary>Reads the methods named in [CompensateWith], each once, and how the steps that name them fit their parameters.</summary>
internal static class CompensationParser
{
    public static (EquatableArray<CompensationModel> Models, ImmutableArray<IMethodSymbol> Symbols) Parse(
        ParseState state, ImmutableArray<StepModel>.Builder steps, ImmutableArray<IMethodSymbol> methods, ImmutableArray<ITypeSymbol?> results)
    {
        var models = ImmutableArray.CreateBuilder<CompensationModel>();
        var symbols = ImmutableArray.CreateBuilder<IMethodSymbol>();
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < steps.Count; i++)
        {
            if (steps[i].CompensateWith is not { } name)
                continue;
            if (!places.TryGetValue(name, out var place))
            {
                place = -1;
                if (GuardParser.Find(state.Type, name) is { } found)
                {
                    place = models.Count;
                    models.Add(Model(state, found, steps[i], Anchor.Step(i).On("CompensateWith")));
                    symbols.Add(found);
                }
                places.Add(name, place);
            }
            if (place >= 0)
                steps[i] = steps[i] with { CompensationFits = Fits(state, symbols[place], models[place], methods[i], steps[i], results[i]) };
        }
        return (new(models.ToImmutable()), symbols.ToImmutable());
    }

    private static CompensationModel Model(ParseState state, IMethodSymbol method, StepModel step, Anchor anchor)
    {
        var model = new CompensationModel
        {
            Name = method.Name,
            IsStatic = method.IsStatic,
            Returns = ReturnShapes.Of(method.ReturnType).Shape,
            Result = ReturnShapes.Of(method.ReturnType).Result is { } result ? state.Types.Describe(result) : null,
            Parameters = method.Parameters.Select(p => new ParameterModel { Name = p.Name, Type = state.Types.Describe(p.Type), Kind = ParameterParser.KindOf(p.Type) }).ToEquatableArray(),
        };
        if (Complaint(state.Type, method) is { } complaint)
            state.Report(RuleIds.InvalidCompensation, anchor, step.Name, method.Name, complaint);

        var own = state.AnchorOf(method);
        foreach (var attribute in method.GetAttributes())
        {
            switch (KnownTypes.LanguageAttribute(attribute))
            {
                case "Retry":
                    model = model with { Retry = PolicyParser.Retry(state, attribute, own.On("Retry"), method.Name) };
                    break;
                case "Timeout":
                    var (perAttempt, total) = PolicyParser.Timeout(state, attribute, own.On("Timeout"), method.Name);
                    model = model with { AttemptTimeout = perAttempt, TotalTimeout = total };
                    break;
            }
        }
        return model;
    }

    private static string? Complaint(INamedTypeSymbol type, IMethodSymbol method)
    {
        if (NodeKinds.Of(method) is not null)
            return "it is a step itself";
        if (method.IsGenericMethod)
            return "it is generic";
        if (method is { IsAsync: true, ReturnsVoid: true })
            return "it is async void: nobody could wait for it; return Task";
        if (ReturnShapes.StreamItem(method.ReturnType) is not null)
            return "it returns a stream, which nobody would take from";
        if (method.RefKind != RefKind.None || method.Parameters.Any(p => p.RefKind != RefKind.None || p.IsParams))
            return "its parameters are not all passed by value";
        if (method.IsAbstract || method.IsExtern || method.IsPartialDefinition)
            return "it has no body";
        if (type.GetMembers(method.Name).OfType<IMethodSymbol>().Skip(1).Any())
            return "it has overloads, and the name alone does not say which is meant";
        if (method.DeclaredAccessibility == Accessibility.Private && !SymbolEqualityComparer.Default.Equals(method.ContainingType, type))
            return $"it is private to '{method.ContainingType.Name}'";
        return null;
    }

    private static EquatableArray<CompensationFitModel> Fits(ParseState state, IMethodSymbol compensation, CompensationModel model, IMethodSymbol method, StepModel step, ITypeSymbol? result)
    {
        var fits = ImmutableArray.CreateBuilder<CompensationFitModel>();
        for (var p = 0; p < compensation.Parameters.Length; p++)
        {
            var wanted = compensation.Parameters[p].Type;
            if (model.Parameters[p].Kind != ParameterKind.Handoff || state.NoteUnknown(wanted))
                continue;
            for (var i = 0; i < method.Parameters.Length; i++)
            {
                if (step.Parameters[i].Kind == ParameterKind.Handoff && !state.NoteUnknown(method.Parameters[i].Type) && state.Relations.Relation(method.Parameters[i].Type, wanted) is { } conversion)
                    fits.Add(new(p, i, conversion));
            }
            if (result is not null && !KnownTypes.IsUnknown(result) && state.Relations.Relation(result, wanted) is { } fromResult)
                fits.Add(new(p, -1, fromResult));
        }
        return new(fits.ToImmutable());
    }
}
