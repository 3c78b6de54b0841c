using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Parsing;

/// <summary>Reads a method marked [Step].</summary>
internal static class StepParser
{
    public static StepModel Parse(ParseState state, IMethodSymbol method, int index)
    {
        var (shape, result) = ReturnShapes.Of(method.ReturnType);
        var step = new StepModel
        {
            Name = method.Name,
            IsStatic = method.IsStatic,
            Returns = shape,
            Result = result is null ? null : state.Types.Describe(result),
            Parameters = ParameterParser.Parse(state, method),
        };

        var after = ImmutableArray.CreateBuilder<string>();
        var guards = ImmutableArray.CreateBuilder<string>();
        var attributes = method.GetAttributes();
        for (var i = 0; i < attributes.Length; i++)
        {
            var attribute = attributes[i];
            var anchor = Anchor.Step(index).At(i);
            switch (KnownTypes.LanguageAttribute(attribute))
            {
                case "After":
                    after.AddRange(AttributeArguments.Strings(attribute));
                    break;
                case "When":
                    guards.AddRange(AttributeArguments.Strings(attribute));
                    break;
                case "Output":
                    step = step with { IsOutput = true };
                    break;
                case "Retry":
                    step = step with { Retry = PolicyParser.Retry(state, attribute, anchor, step.Name) };
                    break;
                case "Timeout":
                    var (perAttempt, total) = PolicyParser.Timeout(state, attribute, anchor, step.Name);
                    step = step with { AttemptTimeout = perAttempt, TotalTimeout = total };
                    break;
                case "Idempotency":
                    step = step with { Idempotency = (IdempotencyKind)AttributeArguments.Constructor<int>(attribute, 0) };
                    break;
            }
        }

        return step with { After = after.ToEquatableArray(), Guards = guards.ToEquatableArray() };
    }
}
