using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Parsing;

/// <summary>Checks where the language's attributes stand: on members that are no steps, and those that this version does not execute.</summary>
internal static class MemberChecks
{
    private static readonly ImmutableHashSet<string> OnSteps = ImmutableHashSet.Create(
        StringComparer.Ordinal,
        "Retry", "Timeout", "Idempotency", "When", "Unless", "After", "Output", "Catch", "Finally", "End", "Loop", "Exclusive", "Limit", "Queue", "Only", "Heartbeat", "Pure", "CompensateWith");

    private static readonly ImmutableHashSet<string> MakeNodes = ImmutableHashSet.Create(StringComparer.Ordinal, "Signal", "HumanTask", "Delay", "Child", "CancelOn");

    private static readonly ImmutableHashSet<string> OnCompensations = ImmutableHashSet.Create(StringComparer.Ordinal, "Retry", "Timeout");

    private static readonly ImmutableHashSet<string> OnParameters = ImmutableHashSet.Create(StringComparer.Ordinal, "From", "Previous", "Each", "FirstOf", "AnyOf");

    private static readonly ImmutableHashSet<string> OnGuardParameters = ImmutableHashSet.Create(StringComparer.Ordinal, "From", "Previous");

    private static readonly ImmutableHashSet<string> Planned = ImmutableHashSet.Create<string>(StringComparer.Ordinal);

    /// <summary>Whether the attribute belongs to the language, but not to this version.</summary>
    public static bool IsPlanned(string attribute) => Planned.Contains(attribute);

    /// <summary>Whether the attribute says something about a step.</summary>
    public static bool StandsOnSteps(string attribute) => OnSteps.Contains(attribute) || OnParameters.Contains(attribute) || MakeNodes.Contains(attribute);

    /// <summary>Reports what stands on the workflow's members.</summary>
    /// <param name="steps">The methods that are steps.</param>
    /// <param name="guards">The methods that are guards.</param>
    /// <param name="compensations">The methods that undo steps.</param>
    public static void Check(ParseState state, ImmutableArray<IMethodSymbol> steps, ImmutableArray<IMethodSymbol> guards, ImmutableArray<IMethodSymbol> compensations)
    {
        var isGuard = new HashSet<ISymbol>(guards, SymbolEqualityComparer.Default);
        var undoes = new HashSet<ISymbol>(compensations, SymbolEqualityComparer.Default);
        var isStep = new HashSet<ISymbol>(steps, SymbolEqualityComparer.Default);
        foreach (var attribute in state.Type.GetAttributes())
            CheckPlanned(state, state.Type, attribute);

        foreach (var member in state.Type.GetMembers())
        {
            if (member is not IMethodSymbol method)
                continue;
            foreach (var attribute in method.GetAttributes())
            {
                if (CheckPlanned(state, method, attribute))
                    continue;
                var name = KnownTypes.LanguageAttribute(attribute);
                if (name is "Step" or "Signal" or "HumanTask" or "Delay" or "Child" && method.MethodKind != MethodKind.Ordinary)
                    state.Report(RuleIds.StepForm, state.AnchorOf(method), Describe(method), state.WorkflowName, "it is not an ordinary method");
                else if (name is not null && OnSteps.Contains(name) && !isStep.Contains(method) && !(undoes.Contains(method) && OnCompensations.Contains(name)))
                    state.Report(RuleIds.AttributeNeedsStep, state.AnchorOf(method).On(name), name, method.Name);
            }
            foreach (var parameter in method.Parameters)
                CheckParameter(state, method, parameter, isStep.Contains(method) ? OnParameters : isGuard.Contains(method) ? OnGuardParameters : ImmutableHashSet<string>.Empty);
        }
    }

    private static void CheckParameter(ParseState state, IMethodSymbol method, IParameterSymbol parameter, ImmutableHashSet<string> allowed)
    {
        foreach (var attribute in parameter.GetAttributes())
        {
            if (!CheckPlanned(state, parameter, attribute) && KnownTypes.LanguageAttribute(attribute) is { } name && OnParameters.Contains(name) && !allowed.Contains(name))
                state.Report(RuleIds.AttributeNeedsStep, state.AnchorOf(parameter).On(name), name, method.Name);
        }
    }

    private static bool CheckPlanned(ParseState state, ISymbol symbol, AttributeData attribute)
    {
        if (KnownTypes.LanguageAttribute(attribute) is not { } name || !Planned.Contains(name))
            return false;
        state.Report(RuleIds.NotSupportedYet, state.AnchorOf(symbol).On(name), $"[{name}]", state.WorkflowName);
        return true;
    }

    private static string Describe(IMethodSymbol method) => method.AssociatedSymbol?.Name ?? method.Name;
}
