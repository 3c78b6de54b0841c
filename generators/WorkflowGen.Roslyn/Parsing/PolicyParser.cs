using System.Globalization;
using Microsoft.CodeAnalysis;
using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Parsing;

/// <summary>Reads [Retry] and [Timeout], and checks what they say by themselves. How they fit the step they stand on is the graph's to judge.</summary>
internal static class PolicyParser
{
    public static RetryModel Retry(ParseState state, AttributeData attribute, Anchor anchor, string step)
    {
        var attempts = AttributeArguments.Constructor<int>(attribute, 0);
        if (attempts < 1 && attribute.ConstructorArguments.Length > 0)
            state.Report(RuleIds.InvalidAttempts, anchor.On(anchor.Attribute!, "attempts"), step, attempts.ToString(CultureInfo.InvariantCulture));

        var delay = Duration(state, AttributeArguments.Name(attribute, 1), anchor.On(anchor.Attribute!, "delay"), step, zeroAllowed: true) ?? 0;
        var max = Duration(state, AttributeArguments.Named(attribute, "Max")?.Value as string, anchor.On(anchor.Attribute!, "Max"), step, zeroAllowed: false);
        if (max < delay)
            state.Report(RuleIds.MaxBelowDelay, anchor.On(anchor.Attribute!, "Max"), step);

        var jitter = AttributeArguments.Named(attribute, "Jitter")?.Value is double given ? given : 0;
        if (!(jitter >= 0 && jitter <= 1))
        {
            state.Report(RuleIds.InvalidJitter, anchor.On(anchor.Attribute!, "Jitter"), step, jitter.ToString(CultureInfo.InvariantCulture));
            jitter = 0;
        }

        var on = Exceptions(state, attribute, "On", anchor, step);
        var unless = Exceptions(state, attribute, "Unless", anchor, step);
        foreach (var retried in on)
        {
            if (unless.FirstOrDefault(u => DerivesFrom(retried, u)) is { } swallowing)
                state.Report(RuleIds.UnlessSwallowsOn, anchor.On(anchor.Attribute!, "Unless"), step, TypeDescriber.Display(swallowing), TypeDescriber.Display(retried));
        }

        return new(
            attempts,
            delay,
            EnumValues.Read(state, AttributeArguments.Constructor<int>(attribute, 2), EnumValues.Backoff, anchor.On(anchor.Attribute!, "backoff"), step) switch { 1 => "Linear", 2 => "Exponential", _ => "Constant" },
            max,
            jitter,
            on.Select(TypeDescriber.Qualified).ToEquatableArray(),
            unless.Select(TypeDescriber.Qualified).ToEquatableArray());
    }

    public static (long? PerAttempt, long? Total) Timeout(ParseState state, AttributeData attribute, Anchor anchor, string step)
    {
        var perAttempt = AttributeArguments.Constructor<string>(attribute, 0);
        var total = AttributeArguments.Named(attribute, "Total")?.Value as string;
        if (perAttempt is null && total is null)
            state.Report(RuleIds.TimeoutWithoutBound, anchor, step);

        var attemptTicks = Duration(state, perAttempt, anchor.On(anchor.Attribute!, "perAttempt"), step, zeroAllowed: false);
        var totalTicks = Duration(state, total, anchor.On(anchor.Attribute!, "Total"), step, zeroAllowed: false);
        if (totalTicks < attemptTicks)
            state.Report(RuleIds.TotalBelowAttempt, anchor.On(anchor.Attribute!, "Total"), step);
        return (attemptTicks, totalTicks);
    }

    public static long? Duration(ParseState state, string? text, Anchor anchor, string step, bool zeroAllowed)
    {
        if (text is null)
            return null;
        var ticks = Durations.Parse(text, out var problem);
        if (problem is null && ticks == 0 && !zeroAllowed)
            problem = "is zero";
        if (problem is null)
            return ticks;
        state.Report(RuleIds.InvalidDuration, anchor, step, text, problem);
        return null;
    }

    private static List<ITypeSymbol> Exceptions(ParseState state, AttributeData attribute, string argument, Anchor anchor, string step)
    {
        var types = new List<ITypeSymbol>();
        if (AttributeArguments.Named(attribute, argument) is not { Kind: TypedConstantKind.Array, Values: { IsDefault: false } values })
            return types;
        foreach (var value in values)
        {
            if (value.Value is not ITypeSymbol type || state.NoteUnknown(type))
                continue;
            if (IsException(type))
                types.Add(type);
            else
                state.Report(RuleIds.NotAnException, anchor.On(anchor.Attribute!, argument), step, TypeDescriber.Display(type), argument);
        }
        return types;
    }

    private static bool IsException(ITypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current.Name == "Exception" && KnownTypes.IsIn(current, "System"))
                return true;
        }
        return false;
    }

    private static bool DerivesFrom(ITypeSymbol type, ITypeSymbol ancestor)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(current, ancestor))
                return true;
        }
        return false;
    }
}
