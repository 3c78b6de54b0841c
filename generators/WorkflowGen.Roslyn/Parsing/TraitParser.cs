using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Parsing;

/// <summary>Reads what attributes add to a node of any kind. How they fit it and each other is the graph's to judge.</summary>
internal static class TraitParser
{
    public static StepModel Parse(ParseState state, IMethodSymbol method, StepModel step, Anchor anchor)
    {
        var after = ImmutableArray.CreateBuilder<string>();
        var guards = ImmutableArray.CreateBuilder<string>();
        var unless = ImmutableArray.CreateBuilder<string>();
        var catches = ImmutableArray.CreateBuilder<string>();
        var former = ImmutableArray.CreateBuilder<string>();
        foreach (var attribute in method.GetAttributes())
        {
            switch (KnownTypes.LanguageAttribute(attribute))
            {
                case "After":
                    after.AddRange(AttributeArguments.Names(attribute));
                    break;
                case "When":
                    guards.AddRange(AttributeArguments.Strings(attribute));
                    break;
                case "Unless":
                    unless.AddRange(AttributeArguments.Strings(attribute));
                    break;
                case "Catch":
                    catches.AddRange(AttributeArguments.Strings(attribute));
                    break;
                case "Renamed":
                    if (AttributeArguments.Name(attribute, 0) is { Length: > 0 } name && name != step.Name && !former.Contains(name))
                        former.Add(name);
                    break;
                case "Finally" when step.Kind != NodeKindModel.Step:
                    state.Report(RuleIds.InvalidFinally, anchor.On("Finally"), step.Name, $"it is a {(step.Kind == NodeKindModel.Stream ? "stream" : NodeWords.Of(step.Kind))}: at the very end nothing is waited for");
                    break;
                case { } trait:
                    step = Policy(state, attribute, trait, step, anchor.On(trait)) ?? Flow(attribute, trait, step);
                    break;
            }
        }
        return step with
        {
            After = after.ToEquatableArray(),
            Guards = guards.ToEquatableArray(),
            Unless = unless.ToEquatableArray(),
            Catches = catches.ToEquatableArray(),
            FormerNames = former.ToEquatableArray(),
        };
    }

    private static StepModel? Policy(ParseState state, AttributeData attribute, string name, StepModel step, Anchor anchor)
    {
        switch (name)
        {
            case "Retry":
                return step with { Retry = PolicyParser.Retry(state, attribute, anchor, step.Name) };
            case "Timeout":
                var (perAttempt, total) = PolicyParser.Timeout(state, attribute, anchor, step.Name);
                return step with { AttemptTimeout = perAttempt, TotalTimeout = total };
            case "Heartbeat":
                return step with { Heartbeat = PolicyParser.Duration(state, AttributeArguments.Name(attribute, 0), anchor.On(name, "interval"), step.Name, zeroAllowed: false) };
            case "Idempotency":
                return step with { Idempotency = (IdempotencyKind)EnumValues.Read(state, AttributeArguments.Constructor<int>(attribute, 0), EnumValues.Idempotency, anchor.On(name, "kind"), step.Name) };
            case "Exclusive":
                return step with { Exclusive = new(AttributeArguments.Constructor<string>(attribute, 0) ?? "", AttributeArguments.Named(attribute, "Until")?.Value as string) };
            case "Queue":
                return step with { Queue = AttributeArguments.Constructor<string>(attribute, 0) ?? "" };
            case "Limit":
                return step with
                {
                    Limit = new(
                        AttributeArguments.Constructor<string>(attribute, 0) ?? "",
                        AttributeArguments.Named(attribute, "Concurrency")?.Value as int? ?? 0,
                        AttributeArguments.Named(attribute, "PerSecond")?.Value as double? ?? 0),
                };
            default:
                return null;
        }
    }

    private static StepModel Flow(AttributeData attribute, string name, StepModel step) => name switch
    {
        "Output" => step with { IsOutput = true },
        "Finally" => step with { IsFinally = true },
        "End" => step with { IsEnd = true },
        "Pure" => step with { IsPure = true },
        "CompensateWith" => step with { CompensateWith = AttributeArguments.Name(attribute, 0) },
        "Only" => step with { Only = new(AttributeArguments.Named(attribute, "After")?.Value as string, AttributeArguments.Named(attribute, "Before")?.Value as string) },
        "Loop" => step with
        {
            Loop = new(
                AttributeArguments.Named(attribute, "To")?.Value as string,
                AttributeArguments.Named(attribute, "While")?.Value as string,
                AttributeArguments.Named(attribute, "Max")?.Value as int? ?? 0),
        },
        _ => step,
    };
}
